// What is found in files because of what other files give them: whole projects, each with all its findings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBelow } from "../support/check-case.ts";
import { type ProjectFiles, TestProject } from "../support/project.ts";

function checkProject(title: string, files: ProjectFiles, expected: readonly string[]): void {
  test(`across files: ${title}`, async () => {
    const project = await new TestProject().write(files);
    assert.deepEqual(project.lines(), expected);
  });
}

checkProject(
  "a function that another module re-exports, in every form of import",
  {
    "app/__init__.py": "",
    "app/llm.py": "from litellm import acompletion, completion as ask\n",
    "app/chat.py": "from .llm import ask\n\ndef chat(messages):\n    return ask(model='m', messages=messages)\n",
    "main.py": "from app.llm import ask as a\nimport app.llm\nimport app.llm as l\nfrom app import llm\n\na()\napp.llm.ask()\nl.ask()\nllm.acompletion()\n",
    "other.py": "from app.llm import unknown\nfrom elsewhere import ask\n\nunknown()\nask()\n",
  },
  [
    "app/chat.py:4 litellm-completion litellm.completion < app/llm.py:1 ask",
    "app/llm.py:1 litellm-import litellm",
    "main.py:6 litellm-completion litellm.completion < app/llm.py:1 ask",
    "main.py:7 litellm-completion litellm.completion < app/llm.py:1 ask",
    "main.py:8 litellm-completion litellm.completion < app/llm.py:1 ask",
    "main.py:9 litellm-completion litellm.acompletion < app/llm.py:1 acompletion",
  ],
);

checkProject(
  "a chain of re-exports, by name and by star",
  {
    "pkg/__init__.py": "from .core import *\n",
    "pkg/core/__init__.py": "from .api import completion\nfrom .errors import Errors\n",
    "pkg/core/api.py": "import litellm\n\ncompletion = litellm.completion\n",
    "pkg/core/errors.py": "from litellm.exceptions import RateLimitError, Timeout\n\nErrors = RateLimitError\n",
    "use.py": "from pkg import completion, Errors\n\ntry:\n    completion()\nexcept Errors:\n    pass\n",
  },
  [
    "pkg/core/api.py:1 litellm-import litellm",
    "pkg/core/api.py:3 litellm-completion litellm.completion",
    "pkg/core/errors.py:1 litellm-import litellm.exceptions",
    "pkg/core/errors.py:3 litellm-exception litellm.exceptions.RateLimitError",
    "use.py:4 litellm-completion litellm.completion < pkg/core/__init__.py:1 completion < pkg/core/api.py:3 completion",
    "use.py:5 litellm-exception litellm.exceptions.RateLimitError < pkg/core/__init__.py:2 Errors < pkg/core/errors.py:3 Errors",
  ],
);

checkProject(
  "a framework in whose own repository its classes are used",
  {
    "src/smolagents/__init__.py": "from .models import *\n",
    "src/smolagents/models.py": "class LiteLLMModel:\n    def make(self):\n        import litellm\n        return litellm\n",
    "tests/test_models.py": "from smolagents.models import LiteLLMModel\n\nLiteLLMModel(model_id=name)\n",
  },
  [
    "src/smolagents/models.py:3 litellm-import litellm",
    "src/smolagents/models.py:4 litellm-reference litellm",
    "tests/test_models.py:1 litellm-wrapper smolagents.models.LiteLLMModel",
    "tests/test_models.py:3 litellm-wrapper smolagents.models.LiteLLMModel",
  ],
);

checkProject(
  "a test that replaces what a module gives on",
  {
    "app/__init__.py": "",
    "app/llm.py": "from litellm import acompletion\n\ndef local(): ...\n",
    "tests/test_llm.py": "from unittest.mock import patch\n\nimport app.llm\n\npatch('app.llm.acompletion')\npatch('app.llm.local')\nask('app.llm.acompletion')\n",
  },
  ["app/llm.py:1 litellm-import litellm.acompletion", "tests/test_llm.py:5 litellm-patch litellm.acompletion < app/llm.py:1 acompletion"],
);

checkProject(
  "a test that replaces what the project's own module called litellm has",
  {
    "app/__init__.py": "",
    "app/litellm.py": "import litellm\nfrom litellm import completion\n\ndef acompletion(): ...\n",
    "app/other.py": "import litellm\n",
    "tests/test_llm.py":
      "from unittest.mock import patch\n\npatch('app.litellm.completion')\npatch('app.litellm.acompletion')\npatch('app.litellm')\npatch('app.litellm.litellm.completion')\npatch('app.other.litellm.completion')\n",
  },
  [
    "app/litellm.py:1 litellm-import litellm",
    "app/litellm.py:2 litellm-import litellm.completion",
    "app/other.py:1 litellm-import litellm",
    "tests/test_llm.py:3 litellm-patch litellm.completion < app/litellm.py:2 completion",
    "tests/test_llm.py:6 litellm-patch litellm.completion",
    "tests/test_llm.py:7 litellm-patch litellm.completion",
  ],
);

checkProject(
  "a test that names only what it replaces, on one line or several",
  {
    "app/__init__.py": "",
    "app/llm.py": "import litellm\nfrom litellm import acompletion\n\nlocal = 1\n",
    "tests/test_one.py": "from unittest.mock import patch\n\n@patch('app.llm.acompletion')\ndef test_one(double):\n    pass\n",
    "tests/test_two.py": "from unittest.mock import patch\n\nwith patch(\n    'app.llm.acompletion',\n    side_effect=None,\n):\n    pass\n",
    "tests/test_three.py": "def test(mocker):\n    mocker.patch('app.llm.local')\n    mocker.patch('other.llm.acompletion')\n",
  },
  [
    "app/llm.py:1 litellm-import litellm",
    "app/llm.py:2 litellm-import litellm.acompletion",
    "tests/test_one.py:3 litellm-patch litellm.acompletion < app/llm.py:2 acompletion",
    "tests/test_two.py:4 litellm-patch litellm.acompletion < app/llm.py:2 acompletion",
  ],
);

checkProject(
  "a test that replaces an attribute of a module",
  {
    "app/__init__.py": "",
    "app/llm.py": "import litellm\nfrom litellm import acompletion\n\nlocal = 1\n",
    "app/test_own.py": "from . import llm as own\n\ndef test(monkeypatch):\n    monkeypatch.setattr(own, 'acompletion', None)\n",
    "test_llm.py":
      "from unittest.mock import patch\n\nimport app.llm\nimport app.llm as used\nfrom app import llm\n\ndef test(monkeypatch):\n    patch.object(llm, 'acompletion')\n    patch.object(\n        used, 'acompletion', side_effect=None\n    )\n" +
      "    monkeypatch.setattr(app.llm, 'acompletion', None)\n    monkeypatch.setattr(llm, 'local', None)\n    monkeypatch.setattr(llm.litellm, 'acompletion', None)\n    monkeypatch.setattr(other, 'acompletion', None)\n",
  },
  [
    "app/llm.py:1 litellm-import litellm",
    "app/llm.py:2 litellm-import litellm.acompletion",
    "app/test_own.py:4 litellm-patch litellm.acompletion < app/llm.py:2 acompletion",
    "test_llm.py:8 litellm-patch litellm.acompletion < app/llm.py:2 acompletion",
    "test_llm.py:10 litellm-patch litellm.acompletion < app/llm.py:2 acompletion",
    "test_llm.py:12 litellm-patch litellm.acompletion < app/llm.py:2 acompletion",
    "test_llm.py:14 litellm-patch litellm < app/llm.py:1 litellm",
  ],
);

checkProject(
  "the module itself, handed around",
  {
    "compat.py": "import litellm\n",
    "lazy.py":
      "import importlib\n\nclass LazyLiteLLM:\n    _module = None\n\n    def __getattr__(self, name):\n        if self._module is None:\n            self._module = importlib.import_module('litellm')\n        return getattr(self._module, name)\n\n    def warm_up(self): ...\n\nllm = LazyLiteLLM()\n",
    "loader.py": "def load():\n    import litellm\n    return litellm\n",
    "use.py":
      "from compat import litellm\nfrom lazy import llm\nfrom loader import load\n\nlitellm.completion()\nllm.acompletion()\nload().embedding()\nmodule = load()\nmodule.drop_params = True\nllm.warm_up()\n",
  },
  [
    "compat.py:1 litellm-import litellm",
    "lazy.py:7 litellm-reference litellm",
    "lazy.py:8 litellm-import litellm",
    "lazy.py:9 litellm-reference litellm",
    "loader.py:2 litellm-import litellm",
    "loader.py:3 litellm-reference litellm",
    "use.py:5 litellm-completion litellm.completion < compat.py:1 litellm",
    "use.py:6 litellm-completion litellm.acompletion < lazy.py:13 llm",
    "use.py:7 litellm-embedding litellm.embedding < loader.py:1 load",
    "use.py:9 litellm-setting litellm.drop_params < loader.py:1 load",
  ],
);

checkProject(
  "a wrapper class: members, instances, factories, subclasses in other files",
  {
    "client.py":
      "import litellm\nfrom litellm import Router\n\nclass LLMClient:\n    def __init__(self):\n        self.router = Router(model_list=[])\n        self.client = litellm\n\n    def ask(self, messages):\n        return self.client.completion(model='m', messages=messages)\n\nllm = LLMClient()\n\ndef make():\n    return LLMClient()\n",
    "use.py": "from client import llm, make, LLMClient\n\nllm.router.completion()\nmake().router.acompletion()\nLLMClient().client.embedding()\nllm.ask([])\nllm.other()\n",
    "sub.py": "from client import LLMClient\n\nclass Sub(LLMClient):\n    def go(self):\n        return self.router.completion()\n\nsub = Sub()\n",
    "deep.py": "from sub import sub\n\nsub.client.acompletion()\n",
  },
  [
    "client.py:1 litellm-import litellm",
    "client.py:2 litellm-import litellm.Router",
    "client.py:6 litellm-router litellm.Router",
    "client.py:7 litellm-reference litellm",
    "client.py:10 litellm-completion litellm.completion",
    "deep.py:3 litellm-completion litellm.acompletion < sub.py:7 sub < client.py:4 LLMClient",
    "sub.py:5 litellm-completion litellm.Router().completion < client.py:4 LLMClient",
    "use.py:3 litellm-completion litellm.Router().completion < client.py:12 llm",
    "use.py:4 litellm-completion litellm.Router().acompletion < client.py:14 make",
    "use.py:5 litellm-embedding litellm.embedding < client.py:4 LLMClient",
  ],
);

checkProject(
  "a class whose methods call a model: constructed, extended and doubled in other files",
  {
    "app/__init__.py": "from .lm import LM as Model\n",
    "app/lm.py": "import litellm\n\nclass LM:\n    def __call__(self, prompt):\n        return ask(prompt)\n\ndef ask(prompt):\n    return litellm.completion(messages=prompt)\n",
    "app/names.py": "NAME = 'azure/gpt-4o'\n",
    "sub.py":
      "from app import Model\n\nclass Sub(Model):\n    def __call__(self, prompt):\n        return super().__call__(prompt)\n\nclass Double(Model):\n    def __call__(self, prompt):\n        return ''\n\nSub('gpt-4o')\nDouble('gpt-4o')\n",
    "use.py":
      "import app.lm\nfrom app import Model\nfrom app.names import NAME\nfrom sub import Sub, Double\n\nModel(model='gpt-4o-mini-2024-07-18')\napp.lm.LM(NAME)\nSub(llm='mine')\nDouble(llm='mine')\nModel(name)\n",
    "other.py": "from elsewhere import Model\n\nModel(model='gpt-4o')\n",
  },
  [
    "app/lm.py:1 litellm-import litellm",
    "app/lm.py:8 litellm-completion litellm.completion",
    "app/names.py:1 litellm-model-string 'azure/gpt-4o'",
    "sub.py:11 litellm-wrapper Sub('gpt-4o') < app/lm.py:8 litellm.completion",
    "use.py:6 litellm-wrapper Model(model='gpt-4o-mini-2024-07-18') < app/__init__.py:1 Model < app/lm.py:3 LM < app/lm.py:8 litellm.completion",
    "use.py:7 litellm-wrapper app.lm.LM(NAME) < app/lm.py:3 LM < app/lm.py:8 litellm.completion < app/names.py:1 NAME",
    "use.py:8 litellm-wrapper Sub(llm='mine') < sub.py:3 Sub < app/lm.py:8 litellm.completion",
  ],
);

checkProject(
  "classes that build on each other in a circle call nothing",
  {
    "a.py": "from b import B\nfrom litellm import completion\n\nclass A(B): ...\n\nA('gpt-4o')\n",
    "b.py": "from a import A\n\nclass B(A): ...\n\nB('gpt-4o')\n",
  },
  ["a.py:2 litellm-import litellm.completion"],
);

checkProject(
  "constants: model names that another file defines",
  {
    "config.py": "MODEL = 'openai/gpt-4o'\nOTHER = 'plain'\n",
    "use.py":
      "from litellm import completion\nfrom config import MODEL, OTHER\nimport config\n\ncompletion(model=MODEL, messages=[])\ncompletion(model=config.MODEL, messages=[])\ncompletion(model=OTHER, messages=[])\n",
    "reader.py": "from config import MODEL\n\nprint(MODEL)\n",
  },
  [
    "config.py:1 litellm-model-string 'openai/gpt-4o'",
    "use.py:1 litellm-import litellm.completion",
    "use.py:5 litellm-completion litellm.completion < config.py:1 MODEL",
    "use.py:6 litellm-completion litellm.completion < config.py:1 MODEL",
    "use.py:7 litellm-completion litellm.completion",
  ],
);

checkProject(
  "circles and modules that explain each other",
  {
    "a.py": "from b import x\nfrom b import completion\n",
    "b.py": "from a import x\nfrom litellm import completion\n",
    "use.py": "from a import x, completion\n\nx()\ncompletion()\n",
  },
  ["b.py:2 litellm-import litellm.completion", "use.py:4 litellm-completion litellm.completion < a.py:2 completion < b.py:2 completion"],
);

checkProject(
  "TypeScript: names, stars, defaults, CommonJS",
  {
    "src/llm.ts": 'export { completion, embedding as embed } from "litellm";\nexport default { no: 1 };\n',
    "src/index.ts": 'export * from "./llm.js";\nexport * as all from "./llm";\n',
    "src/old.js": 'const { completion } = require("litellm");\nmodule.exports = { completion, other: 1 };\n',
    "src/use.ts":
      'import { completion, embed, all } from ".";\nimport * as llm from "./llm";\n\nawait completion({ model: "m", messages: [] });\nawait embed({});\nawait all.completion({});\nawait llm.completion({});\n',
    "src/use.js": 'const { completion } = require("./old");\nconst old = require("./old.js");\ncompletion();\nold.completion();\nold.other();\n',
  },
  [
    "src/llm.ts:1 litellm-import litellm",
    "src/old.js:1 litellm-import litellm.completion",
    "src/old.js:2 litellm-completion litellm.completion",
    "src/use.js:3 litellm-completion litellm.completion < src/old.js:2 completion",
    "src/use.js:4 litellm-completion litellm.completion < src/old.js:2 completion",
    "src/use.ts:4 litellm-completion litellm.completion < src/llm.ts:1 completion",
    "src/use.ts:5 litellm-embedding litellm.embedding < src/llm.ts:1 embed",
    "src/use.ts:6 litellm-completion litellm.completion < src/index.ts:2 all < src/llm.ts:1 completion",
    "src/use.ts:7 litellm-completion litellm.completion < src/llm.ts:1 completion",
  ],
);

test("across files: an import that another file takes a name from stays when its own file is rewritten", async () => {
  const llm = "from litellm import completion, embedding\n\ndef ask(text):\n    return completion(model='openai/gpt-4o', messages=[{'role': 'user', 'content': text}])\n";
  const project = await new TestProject().write({ "llm.py": llm, "use.py": "from llm import completion\n" });
  assert.match(await project.fixed("llm.py"), /^from litellm import completion/m);
  await project.write({ "use.py": "from llm import ask\n" });
  assert.doesNotMatch(await project.fixed("llm.py"), /litellm/);
});

test("across files: a file is analyzed anew only where an answer that it was given is another one", async () => {
  const llm = "import litellm\n\ndef ask(text):\n    return litellm.completion(model='openai/gpt-4o', messages=text)\n\nclient = litellm\n";
  const test = "from unittest.mock import patch\nfrom llm import client\n\nwith patch('other.ask'):\n    client.completion(model='openai/gpt-4o', messages=[])\n";
  const project = await new TestProject().write({ "llm.py": llm, "other.py": "x = 1\n", "use.py": "from llm import client\nclient.embedding()\n", "test_use.py": test });
  const isAnew = async (files: Readonly<Record<string, string>>): Promise<boolean[]> => {
    project.analyzed.length = 0;
    await project.write(files);
    return ["use.py", "test_use.py"].map((path) => project.analyzed.includes(path));
  };
  assert.deepEqual(await isAnew({ "llm.py": `${llm}router = litellm.Router()\n` }), [false, false], "a name that nobody asked for");
  assert.deepEqual(await isAnew({ "llm.py": `import os\n${llm}` }), [true, true], "another place");
  assert.deepEqual(await isAnew({ "other.py": "from litellm import acompletion as ask\n", "llm.py": `import os\n${llm}router = litellm.Router()\n` }), [false, true], "what a test replaces");
  assert.ok(project.lines().includes("test_use.py:4 litellm-patch litellm.acompletion < other.py:1 ask"), project.lines().join("\n"));
});

test("across files: a package that takes its own modules by its own name comes to rest", async () => {
  const files = { "app/__init__.py": "from app import llm\n__all__ = ['llm']\n", "app/llm.py": "import litellm\n", "use.py": "from app import llm\nllm.litellm.completion()\n" };
  const project = await new TestProject().write(files);
  assert.deepEqual(project.index.stale(), []);
  assert.ok(project.analyzed.length < 10, project.analyzed.join());
  assert.ok(project.lines().includes("use.py:2 litellm-completion litellm.completion < app/__init__.py:1 llm < app/llm.py:1 litellm"), project.lines().join("\n"));
});

test("across files: an index that followed changes says the same as one made afresh", async () => {
  const random = randomBelow(7);
  const contents = [
    "from litellm import completion\n",
    "from b import *\n",
    "from c import completion\n",
    "import a\na.completion()\n",
    "from a import completion as x\nx()\n",
    "class K:\n    def __init__(self):\n        import litellm\n        self.client = litellm\n\ncompletion = K()\n",
    undefined,
  ];
  const project = new TestProject();
  const files: Record<string, string | undefined> = {};
  for (let step = 0; step < 60; step++) {
    const path = `${"abc"[random(3)]}.py`;
    const text = contents[random(contents.length)];
    files[path] = text;
    await project.write({ [path]: text });
    const fresh = await new TestProject().write(files);
    assert.deepEqual(project.lines(), fresh.lines(), `step ${step}: ${JSON.stringify(files)}`);
  }
});
