// What moves to the adapter only together: doubles of tests and the code under test, checks and the requests whose answers they see.
import assert from "node:assert/strict";
import { test } from "node:test";
import { llm, migrate, read } from "./adapter-runs.ts";
import { folderOf } from "./harness.ts";

const movedLlm = llm.replace("import litellm", "from app import portkey_adapter").replace("litellm.completion", "portkey_adapter.completion");

const inPackage = { "app/__init__.py": "", "app/llm.py": llm };

for (const [double, imports] of [
  ['unittest.mock.patch.object(llm.litellm, "completion")', "import unittest.mock\n"],
  ['patch.object(llm.litellm, "completion", return_value=None)', "from unittest.mock import patch\n"],
] as const) {
  test(`a part of the module that the code under test imports is replaced in the adapter: ${double}`, async (t) => {
    const tests = `${imports}\nfrom app import llm\n\n\ndef test_ask():\n    with ${double}:\n        llm.ask("m")\n`;
    const cwd = folderOf(t, { ...inPackage, "tests/test_llm.py": tests });
    const { stderr } = await migrate(cwd);
    assert.equal(read(cwd, "app/llm.py"), movedLlm, stderr);
    assert.equal(read(cwd, "tests/test_llm.py"), tests.replace("from app import llm", "from app import llm, portkey_adapter").replace("llm.litellm", "portkey_adapter"));
  });
}

test("the same by a fixture that sets attributes, and by the whole path of the module", async (t) => {
  const tests =
    'import app\nfrom app import llm\n\n\ndef test_ask(monkeypatch, mocker):\n    monkeypatch.setattr(llm.litellm, "completion", None)\n    mocker.patch.object(app.llm.litellm, "completion")\n    mocker.patch("app.llm.litellm.completion")\n';
  const cwd = folderOf(t, { ...inPackage, "tests/test_llm.py": tests });
  const { stderr } = await migrate(cwd);
  assert.equal(read(cwd, "app/llm.py"), movedLlm, stderr);
  assert.match(read(cwd, "tests/test_llm.py"), /setattr\(portkey_adapter, .*\n.*patch\.object\(portkey_adapter, .*\n.*patch\("app\.portkey_adapter\.completion"\)/);
});

test("a call by way of the file that imports the package goes past it", async (t) => {
  const use = 'from app import llm\n\n\ndef more(prompt):\n    return llm.litellm.completion(model="gpt-4o", messages=[prompt])\n';
  const cwd = folderOf(t, { ...inPackage, "app/use.py": use });
  const { stderr } = await migrate(cwd);
  assert.equal(read(cwd, "app/llm.py"), movedLlm, stderr);
  assert.match(read(cwd, "app/use.py"), /return portkey_adapter\.completion\(/);
});

test("a file stays whose module a test asks for what the adapter has not", async (t) => {
  const tests = 'from unittest.mock import patch\n\nfrom app import llm\n\n\ndef test_ask():\n    with patch.object(llm.litellm, "get_llm_provider"):\n        llm.ask("m")\n';
  const cwd = folderOf(t, { ...inPackage, "tests/test_llm.py": tests });
  const { stderr } = await migrate(cwd);
  assert.deepEqual([read(cwd, "app/llm.py"), read(cwd, "tests/test_llm.py")], [llm, tests]);
  assert.match(stderr, /^app\/llm\.py:5:12 .*`tests\/test_llm\.py` asks it for what stays LiteLLM's$/m);
});

test("in a framework's own repository the double names the module by the framework", async (t) => {
  const tests =
    'import unittest.mock\n\nimport strands\nfrom strands.models.litellm import ask\n\n\ndef test_ask():\n    with unittest.mock.patch.object(strands.models.litellm.litellm, "completion"):\n        ask("m")\n';
  const cwd = folderOf(t, { "src/strands/__init__.py": "", "src/strands/models/__init__.py": "", "src/strands/models/litellm.py": llm, "tests/test_litellm.py": tests });
  const { stderr } = await migrate(cwd);
  assert.doesNotMatch(read(cwd, "src/strands/models/litellm.py"), /^import litellm/m, stderr);
  assert.match(read(cwd, "tests/test_litellm.py"), /^from strands import portkey_adapter$[\s\S]*patch\.object\(portkey_adapter, "completion"\)/m);
});

test("exceptions stay LiteLLM's as long as nothing calls the adapter", async (t) => {
  const guard = "from litellm import RateLimitError\n\n\ndef guard(ask):\n    try:\n        return ask()\n    except RateLimitError:\n        return None\n";
  const open = "import litellm\nfrom litellm import custom\n\n\ndef ask(**options):\n    litellm.custom_provider_map = [custom]\n    return litellm.completion(**options)\n";
  const cwd = folderOf(t, { "app/__init__.py": "", "app/llm.py": open, "app/guard.py": guard });
  const { stderr } = await migrate(cwd);
  assert.equal(read(cwd, "app/guard.py"), guard);
  assert.match(stderr, /^app\/guard\.py:7:12 litellm-exception .*: it waits for the /m);
});

test("an error that a double raises goes with the double", async (t) => {
  const tests =
    'from unittest.mock import patch\n\nimport litellm\n\nfrom app import llm\n\n\ndef late():\n    return litellm.RateLimitError("m", "p", "s")\n\n\ndef test_ask():\n    with patch("litellm.completion", side_effect=litellm.Timeout("m", "p", "s")):\n        llm.ask("m")\n    with patch("litellm.cost_calculator.completion_cost", side_effect=litellm.BadRequestError("m", "p", "s")):\n        llm.ask("m")\n';
  const cwd = folderOf(t, { ...inPackage, "tests/test_llm.py": tests });
  const { stderr } = await migrate(cwd);
  const after = read(cwd, "tests/test_llm.py");
  assert.match(after, /patch\("app\.portkey_adapter\.completion", side_effect=portkey_adapter\.Timeout\(/, stderr);
  assert.match(after, /patch\("litellm\.cost_calculator\.completion_cost", side_effect=litellm\.BadRequestError\(/);
  assert.match(after, /return portkey_adapter\.RateLimitError\(/);
});

test("requests stay whose answers the file checks for a class that stays, however they are handed on; others go with their checks", async (t) => {
  const streams =
    "import litellm\nfrom litellm.types.llms.openai import ResponseCompletedEvent\n\n\nasync def events(track, **options):\n    async for event in await track(litellm.aresponses)(**options):\n        if isinstance(event, ResponseCompletedEvent):\n            yield event.response\n\n\nasync def ask(track, **options):\n    return await track(litellm.acompletion)(**options)\n\n\ndef first(answer):\n    return answer.choices[0] if isinstance(answer, litellm.ModelResponse) else None\n";
  const cwd = folderOf(t, { "app/__init__.py": "", "app/streams.py": streams });
  const { stderr } = await migrate(cwd);
  const after = read(cwd, "app/streams.py");
  assert.match(after, /track\(litellm\.aresponses\)/, stderr);
  assert.match(after, /track\(portkey_adapter\.acompletion\)/);
  assert.match(after, /isinstance\(answer, portkey_adapter\.ModelResponse\)/);
  assert.match(stderr, /^app\/streams\.py:6:36 litellm-responses .*Answers are checked for LiteLLM's `ResponseCompletedEvent`, which stays as it is\.$/m);
});

test("a call stays whose answer is read for what only LiteLLM gives, unless the code asks whether it is there", async (t) => {
  const text =
    'import litellm\n\n\ndef cost(**options):\n    response = litellm.completion(**options)\n    return response._hidden_params["api_base"]\n\n\ndef guarded(**options):\n    response = litellm.completion(**options)\n    return response._hidden_params if hasattr(response, "_hidden_params") else None\n';
  const cwd = folderOf(t, { "app/__init__.py": "", "app/llm.py": text });
  const { stderr } = await migrate(cwd);
  assert.equal(
    read(cwd, "app/llm.py")
      .match(/response = \w+\.completion/g)
      ?.join(),
    "response = litellm.completion,response = portkey_adapter.completion",
  );
  assert.match(stderr, /^app\/llm\.py:5:16 .*Its answer is read for `_hidden_params`, which the adapter's answers have not\.$/m);
});
