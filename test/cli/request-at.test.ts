// The request that `test --at FILE:LINE` speaks of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CannotRun, type Io } from "../../server/src/cli/io.ts";
import { readRequestAt } from "../../server/src/cli/request-at.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { testHost } from "../support/grammars.ts";
import { folderOf } from "./harness.ts";

const silent = { isTTY: false, write: () => {} };
const ioIn = (cwd: string): Io => ({
  cwd,
  env: {},
  stdout: silent,
  stderr: silent,
  version: "1.2.3",
  rules,
  now: () => 0,
  readStdin: async () => new Uint8Array(),
  openEngine: () => createEngine(testHost),
  rulePage: () => undefined,
  cacheFolder: undefined,
  buildId: () => "test",
});
const slugs = { openai: "ours" };

const files = {
  "app/llm.py": "import litellm\n\n\nanswer = litellm.completion(\n    model='openai/gpt-4o',\n    messages=[],\n)\nask = litellm.completion\n",
  "plain.ts": 'import OpenAI from "openai";\nawait new OpenAI().responses.create({ model: "gpt-5", input: "x" });\n',
  "proxy.py": 'from openai import OpenAI\nOpenAI(base_url="http://localhost:4000").chat.completions.create(model="fast", messages=[])\n',
  "config.yaml": "model_list:\n  - model_name: fast\n    litellm_params:\n      model: openai/gpt-4o-mini\n",
  "portkey-migrate.json": '{ "providerSlugs": { "groq": "from-file" } }',
  "groq.py": "import litellm\nlitellm.completion(model='groq/llama', messages=[])\n",
  "empty.py": "x = 1\n",
};

test("the request on a line, or the one that the line is a part of, with the settings of the folder", async (t) => {
  const io = ioIn(folderOf(t, files));
  const nameAt = async (place: string): Promise<string | null> => (await readRequestAt(place, slugs, io)).model.portkeyName;
  assert.equal(await nameAt("app/llm.py:4"), "@ours/gpt-4o");
  assert.equal(await nameAt("app/llm.py:6"), "@ours/gpt-4o");
  assert.equal(await nameAt("plain.ts:2"), "@ours/gpt-5");
  assert.equal(await nameAt("proxy.py:2"), "@ours/gpt-4o-mini");
  assert.equal(await nameAt("groq.py:2"), "@from-file/llama");
});

test("what cannot be read is said in one line", async (t) => {
  const io = ioIn(folderOf(t, files));
  const reasons: Readonly<Record<string, string>> = {
    "app/llm.py": "give a file and a line, such as app/llm.py:12",
    "app/llm.py:0": "give a file and a line, such as app/llm.py:12",
    "app/llm.py:1": "no request to a model is there; there is one on line 4",
    "app/llm.py:8": "`litellm.completion` cannot be tested. It is handed on here: what it is called with stands elsewhere.",
    "app/llm.py:99": "the file has 9 lines",
    "empty.py:1": "no request to a model is there, nor anywhere in the file",
    "config.yaml:1": "not a Python, TypeScript or JavaScript file; the requests of a notebook can be tested in the editor",
  };
  for (const [place, reason] of Object.entries(reasons)) {
    await assert.rejects(readRequestAt(place, slugs, io), (error: unknown) => error instanceof CannotRun && error.message === `--at ${place}: ${reason}`, place);
  }
  await assert.rejects(readRequestAt("gone.py:1", slugs, io), { message: /^gone\.py: / });
});
