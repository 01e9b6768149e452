// A scan that starts from what the last one kept says what a scan says that starts from nothing, whatever has happened in between.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { folderOf, runIn } from "../cli/harness.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { testHost } from "../support/grammars.ts";

const engine = createEngine(testHost);

/** Files that give to each other, by path, with the texts that each may have. */
const pool: Readonly<Record<string, readonly string[]>> = {
  "app/__init__.py": ["", "from .llm import ask\n", "from litellm import completion\n"],
  "app/llm.py": [
    "import litellm\n\n\ndef ask(text):\n    return litellm.completion(model=MODEL, messages=[text])\n\n\nMODEL = 'openai/gpt-4o'\n",
    "from litellm import completion\n\nask = completion\n",
    "from .base import Client\n\nclient = Client()\nask = client.run\n",
    "def ask(text):\n    return text\n",
    "from .loop import ask\n",
  ],
  "app/loop.py": ["from .llm import ask\n", "from litellm import acompletion as ask\n", "x = 1\n"],
  "app/base.py": [
    "import litellm\n\n\nclass Client:\n    def run(self, text):\n        return litellm.completion(model='anthropic/claude-3', messages=[text])\n",
    "class Client:\n    run = print\n",
    "from litellm import Router as Client\n",
  ],
  "app/plain.py": ["import json\n", "import json\n\nx = 1\n", "from .llm import ask\n", "from .llm import ask\n\nask('hi')\n", "import crewai\n", "import crewai\n\nx = 1\n"],
  "app/names.py": ["FAST = 'openai/gpt-4o-mini'\n", "FAST = 'groq/llama3'\nSLOW = 'openai/gpt-4o'\n", "FAST = 'fast'\n"],
  "app/use.py": [
    "from app.llm import ask\nfrom app.names import FAST\n\nprint(ask(FAST))\n",
    "from . import ask\n\nask('hi')\n",
    "from app.base import Client\nfrom .names import *\n\nClient().run(FAST)\n",
    "import app.llm\n\napp.llm.ask('hi')  # portkey-migrate-ignore: known\n",
  ],
  "tests/test_use.py": ["from unittest.mock import patch\n\n\n@patch('app.llm.litellm.completion')\ndef test_it(double):\n    pass\n", "def test_it():\n    pass\n"],
  "agents/crew.py": ["from crewai import LLM\n\nllm = LLM(model='openai/gpt-4o')\n", "model = 'openai/gpt-4o'\n"],
  "book.ipynb": [
    JSON.stringify({
      cells: [{ cell_type: "code", source: ["import litellm\n", "litellm.completion(model='openai/gpt-4o', messages=[])"], outputs: [], metadata: {} }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
    JSON.stringify({ cells: [{ cell_type: "code", source: ["from app.llm import ask\n", "ask('hi')"], outputs: [], metadata: {} }], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  ],
  "config.yaml": ["model_list:\n  - model_name: fast\n    litellm_params:\n      model: openai/gpt-4o\n", "other: true\n"],
  "web/client.ts": ['import { completion } from "litellm";\n\nexport const ask = completion;\n', "export const ask = (text: string) => text;\n"],
  "web/use.ts": ['import { ask } from "./client.js";\n\nawait ask({ model: "openai/gpt-4o", messages: [] });\n', 'export const model = "openai/gpt-4o";\n'],
  "web/page.vue": ["<script>\nimport 'litellm'\n</script>\n", "<template />\n"],
  "portkey_adapter.py": ["# written by somebody\n"],
  ".gitignore": ["app/base.py\n", "web/\n", ""],
  "portkey-migrate.json": ['{ "strategy": "adapter" }', '{ "providerSlugs": { "openai": "openai-prod" } }', "{}"],
};
const paths = Object.keys(pool);

type Change =
  | { readonly kind: "write"; readonly path: string; readonly text: number; readonly isYoung: boolean }
  | { readonly kind: "delete"; readonly path: string }
  | { readonly kind: "touch"; readonly path: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string };

const path = fc.constantFrom(...paths);
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("write" as const), path, text: fc.nat(9), isYoung: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("touch" as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rename" as const), path, to: fc.constantFrom("app/other.py", "app/llm.py", "web/use.ts") }) },
);
/** What is asked after some changes. */
const commands = [
  ["scan", "--format", "json"],
  ["scan", "--format", "text"],
  ["scan", "--format", "sarif"],
  ["fix", "--unsafe"],
  ["fix", "--unsafe", "--strategy", "adapter"],
  ["scan", "--format", "html", "--exclude", "tests"],
  ["scan", "--format", "json", "--include", "app/**"],
  ["scan", "--format", "json", "--strategy", "keep-litellm"],
];
const story = fc.array(fc.record({ changes: fc.array(change, { maxLength: 4 }), command: fc.constantFrom(...commands) }), { minLength: 1, maxLength: 4 });

test("random changes of files that give to each other", async (t) => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const cwd = folderOf(t, {});
      const cache = folderOf(t, {});
      const clock = { seconds: Date.now() / 1000 - 10_000 };
      for (const name of paths) apply(cwd, { kind: "write", path: name, text: 0, isYoung: false }, clock);
      await isTheSame(cwd, cache, ["scan", "--format", "json"]);
      for (const { changes, command } of steps) {
        for (const each of changes) apply(cwd, each, clock);
        await isTheSame(cwd, cache, command);
        await isTheSame(cwd, cache, ["scan", "--format", "json"]);
      }
    }),
    { numRuns: 5 },
  );
});

test("files of every family, scanned and fixed", async (t) => {
  const snippets = fixtureFiles().flatMap(({ fixture }) => fixture.cases.flatMap((each) => each.snippets.map(({ language, text }) => ({ rule: fixture.rule, language, text }))));
  const some = snippets.filter((_, index) => index % 5 === 0).map(({ rule, language, text }, index) => [`${rule}/case_${index}.${language}`, text]);
  const cwd = folderOf(t, Object.fromEntries(some));
  for (const [name = ""] of some) utimesSync(join(cwd, name), 1_700_000_000, 1_700_000_000);
  const cache = folderOf(t, {});
  for (const command of commands.slice(0, 4)) await isTheSame(cwd, cache, command);
});

/** What is said without a cache is said with one: where it is filled, and where it is full. */
async function isTheSame(cwd: string, cache: string, command: readonly string[]): Promise<void> {
  const run = (...options: string[]) => runIn(cwd, [...command, ...options], { rules, openEngine: () => engine });
  const fresh = await run("--no-cache");
  assert.deepEqual(await run("--cache-dir", cache), fresh, `${command.join(" ")}: with what the last scan kept`);
  assert.deepEqual(await run("--cache-dir", cache), fresh, `${command.join(" ")}: with what this scan kept`);
}

/** Makes a change on the disk; most files look as if they had been written long ago, each at a time of its own. */
function apply(cwd: string, change: Change, clock: { seconds: number }): void {
  const target = join(cwd, change.path);
  clock.seconds++;
  const age = (file: string) => utimesSync(file, clock.seconds, clock.seconds);
  switch (change.kind) {
    case "write": {
      const texts = pool[change.path] ?? [];
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, texts[change.text % texts.length] ?? "");
      if (!change.isYoung) age(target);
      return;
    }
    case "delete":
      rmSync(target, { force: true });
      return;
    case "touch":
      if (statSync(target, { throwIfNoEntry: false })) age(target);
      return;
    case "rename":
      if (statSync(target, { throwIfNoEntry: false })) renameSync(target, join(cwd, change.to));
      return;
  }
  change satisfies never;
}
