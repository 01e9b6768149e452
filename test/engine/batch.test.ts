// What a batch over several files takes: names of models change together with the calls that get them, or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Settings } from "../../server/src/engine/settings.ts";
import { type Batch, chooseBatch } from "../../server/src/engine/workspace/selection.ts";
import { TestProject } from "../support/project.ts";

const everything = { safety: "safe-and-unsafe" } as const;
const config = 'DEFAULT_MODEL = {"model": "openai/gpt-4o"}\n';
const plainCall = 'from litellm import completion\n\nprint(completion(model="openai/gpt-4o", messages=[]).choices[0].message.content)\n';
const openCall = "from litellm import completion\n\n\ndef ask(**options):\n    return completion(**options)\n";

/** The rules of what a batch takes, and the reasons against what it leaves, by file. */
async function batchOf(files: Readonly<Record<string, string>>, options: Parameters<typeof chooseBatch>[1] = everything, settings: Partial<Settings> = {}) {
  const { reports } = await new TestProject(settings).write(files);
  const batch: Batch = chooseBatch([...reports.values()], options);
  return Object.fromEntries(
    [...reports].map(([path, report]) => [
      path,
      { takes: batch.chosenIn(report).map(({ finding }) => finding.split(":")[0]), leaves: report.findings.flatMap((finding) => batch.reasonAgainst(finding) ?? []) },
    ]),
  );
}

test("names that nobody sees being read are taken where no call to LiteLLM is left", async () => {
  const { "config.py": names, "app.py": calls } = await batchOf({ "config.py": config, "app.py": plainCall });
  assert.deepEqual(calls?.takes, ["litellm-import", "litellm-completion"]);
  assert.deepEqual(names, { takes: ["litellm-model-string"], leaves: [] });
});

test("they wait for calls that are left to a person, wherever those are", async () => {
  const { "config.py": names, "app.py": calls } = await batchOf({ "config.py": config, "app.py": plainCall, "open.py": openCall });
  assert.deepEqual(calls?.takes, ["litellm-import", "litellm-completion"]);
  assert.deepEqual(names, { takes: [], leaves: ["it waits for the place where LiteLLM is still called as before"] });
});

test("they wait for calls that the choice leaves out, and for suppressed ones", async () => {
  const onlyNames = await batchOf({ "config.py": config, "app.py": plainCall }, { ...everything, rules: ["litellm-model-string"] });
  assert.deepEqual(onlyNames["config.py"]?.takes, []);
  const suppressed = openCall.replace("completion(**options)", "completion(**options)  # portkey-migrate-ignore litellm-completion: stays on LiteLLM");
  assert.deepEqual((await batchOf({ "config.py": config, "open.py": suppressed }))["config.py"]?.takes, []);
});

test("they wait for requests to a proxy that may name a model, not for those that ask it about itself", async () => {
  const listing = 'export const models = [{ model: "azure/gpt-4o" }]; // for LiteLLM\n';
  const chat = 'export const ask = (body: object) => fetch(process.env.LITELLM_URL + "/chat/completions", { method: "POST", body: JSON.stringify(body) });\n';
  const admin = 'export const health = () => fetch(process.env.LITELLM_URL + "/health/liveliness");\n';
  assert.deepEqual((await batchOf({ "models.ts": listing, "chat.ts": chat }))["models.ts"], { takes: [], leaves: ["it waits for the place where LiteLLM is still called as before"] });
  assert.deepEqual((await batchOf({ "models.ts": listing, "admin.ts": admin }))["models.ts"], { takes: ["litellm-model-string"], leaves: [] });
});

test("they wait for a framework that calls LiteLLM even when its class is sent through Portkey", async () => {
  const framework = 'from crewai import LLM\n\nllm = LLM(model="openai/gpt-4o")\n';
  const { "config.py": names, "crew.py": classes } = await batchOf({ "config.py": config, "crew.py": framework });
  assert.deepEqual(classes?.takes, ["litellm-wrapper"]);
  assert.deepEqual(names?.takes, []);
});

test("a constant goes with the calls that read it, whatever else is left", async () => {
  const local = 'from litellm import completion\n\n\ndef ask():\n    model = "openai/gpt-4o"\n    return completion(model=model, messages=[]).choices[0].message.content\n';
  const { "app.py": calls } = await batchOf({ "app.py": local, "open.py": openCall });
  assert.ok(calls?.takes.includes("litellm-model-string"));
  assert.deepEqual(calls?.leaves, []);
});

test("where LiteLLM stays, names wait for the calls that do not go through Portkey yet", async () => {
  const settings = { strategy: "keep-litellm" } as const;
  const kept = await batchOf({ "config.py": config, "app.py": plainCall }, everything, settings);
  assert.deepEqual([kept["app.py"]?.takes, kept["config.py"]?.takes], [["litellm-completion"], ["litellm-model-string"]]);
  const open = await batchOf({ "config.py": config, "app.py": plainCall, "open.py": openCall }, everything, settings);
  assert.deepEqual([open["app.py"]?.takes, open["config.py"]?.takes], [["litellm-completion"], []]);
});

test("what LiteLLM tells of itself stays as long as it is called, what it no longer tells goes", async () => {
  const settings = "import litellm\n\nlitellm.set_verbose = False\nlitellm._turn_on_debug()\n";
  const open = await batchOf({ "settings.py": settings, "open.py": openCall });
  assert.deepEqual(open["settings.py"], { takes: ["litellm-setting"], leaves: Array(2).fill("it waits for the place where LiteLLM is still called as before") });
  const done = await batchOf({ "settings.py": settings, "app.py": plainCall });
  assert.deepEqual(done["settings.py"]?.takes, ["litellm-import", "litellm-setting", "litellm-setting"]);
});

test("a class of the project's own calls LiteLLM where its request does, and nowhere else", async () => {
  const [settings, given] = ["import litellm\n\nlitellm._turn_on_debug()\n", 'from llm import Asker\n\nasker = Asker("openai/gpt-4o")\n'];
  const asker =
    'from litellm import completion\n\n\nclass Asker:\n    def __init__(self, model):\n        self.model = model\n\n    def ask(self):\n        return completion(model="openai/gpt-4o", messages=[], user=self.model).choices[0].message.content\n';
  const done = await batchOf({ "settings.py": settings, "llm.py": asker, "app.py": given });
  assert.deepEqual(done["settings.py"]?.takes, ["litellm-import", "litellm-setting"]);
  const open = await batchOf({ "settings.py": settings, "llm.py": asker.replace('model="openai/gpt-4o", messages=[], user=self.model', "**self.model"), "app.py": given });
  assert.deepEqual(open["settings.py"]?.takes, []);
});

test("what would take a waiting fix along waits with it: an import, for the handlers that read it", async () => {
  const handler = "import litellm\n\n\ndef guard(ask):\n    try:\n        return ask()\n    except litellm.RateLimitError:\n        return None\n";
  const done = await batchOf({ "guard.py": handler, "app.py": plainCall });
  assert.deepEqual(done["guard.py"]?.takes, ["litellm-import", "litellm-exception"]);
  const open = await batchOf({ "guard.py": handler, "open.py": openCall });
  assert.deepEqual(open["guard.py"]?.takes, []);
});

test("a test's double waits for code that goes on using the name it stands for", async () => {
  const settings = { strategy: "adapter" } as const;
  const [asking, doubled] = ["import litellm\n\n\ndef ask(**options):\n    return litellm.completion(**options)\n", 'from unittest.mock import patch\n\nwith patch("litellm.completion"):\n    pass\n'];
  const guarded = "try:\n    import litellm\nexcept ImportError:\n    litellm = None\n\n\ndef ask(**options):\n    litellm.model_cost.clear()\n    return litellm.completion(**options)\n";
  const moved = await batchOf({ "app.py": asking, "test_app.py": doubled }, everything, settings);
  assert.deepEqual(moved["test_app.py"], { takes: ["litellm-patch"], leaves: [] });
  const reading = asking.replace("litellm.completion(**options)", "litellm.completion(**options).choices[0].message.thinking_blocks");
  const read = await batchOf({ "app.py": reading, "test_app.py": doubled }, everything, settings);
  assert.deepEqual(read["test_app.py"], { takes: ["litellm-patch"], leaves: [] }, "what is read of an answer is no use of its own");
  const left = await batchOf({ "app.py": guarded, "test_app.py": doubled }, everything, settings);
  assert.deepEqual(left["test_app.py"], { takes: [], leaves: ["it waits for the code that still uses `litellm.completion`"] });
});

test("requests stay with a class of answers that another file gives and keeps, and so do the parts that such answers hold", async () => {
  const files = {
    "app/__init__.py": "",
    "app/core.py": "import litellm\n\nOutput = litellm.Message\n",
    "app/store.py": "from app.core import Output\n\n\ndef load(text):\n    return Output.model_validate_json(text)\n",
    "app/llm.py":
      "import litellm\n\nfrom app.core import Output\n\n\ndef ask(messages):\n    if not messages:\n        return Output(content=str(litellm.Choices))\n    return litellm.completion(model='gpt-4o', messages=messages).choices[0].message\n\n\ndef is_choice(part):\n    return isinstance(part, litellm.Choices)\n",
    "app/other.py": "from litellm import completion\nfrom litellm.utils import Choices\n\n\ndef ask(**options):\n    return isinstance(completion(**options).choices[0], Choices)\n",
  };
  const found = await batchOf(files, everything, { strategy: "adapter", adapterPath: "app/portkey_adapter.py" });
  assert.deepEqual([found["app/core.py"]?.takes, found["app/llm.py"]?.takes, found["app/other.py"]?.takes], [[], [], []]);
  assert.ok(found["app/llm.py"]?.leaves.includes("`litellm.Message`, which another file gives, stays LiteLLM's"));
  const whole = await batchOf({ ...files, "app/llm.py": files["app/llm.py"].replace("str(litellm.Choices)", "''") }, everything, { strategy: "adapter", adapterPath: "app/portkey_adapter.py" });
  assert.deepEqual(
    Object.values(whole).flatMap(({ leaves }) => leaves),
    [],
  );
  assert.deepEqual(whole["app/core.py"]?.takes, ["litellm-import", "litellm-type"]);
});
