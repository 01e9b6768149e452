import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { testHost } from "../support/grammars.ts";
import { folderOf, jsonIn, old, runIn } from "./harness.ts";

test("files that are no code are looked through for LiteLLM's name, of which only the lines are told", async (t) => {
  const cwd = folderOf(t, {
    ".env.example": "# proxy\nLITELLM_API_KEY=sk-fake-secret\n",
    ".github/workflows/ci.yml": "run: pip install litellm\n",
    "Dockerfile.dev": "FROM python\nRUN pip install litellm[proxy]\n",
    "app/main.go": "package main // calls the liteLLM proxy\n",
    "big.json": `{"text": "${"x".repeat(2 * 1024 * 1024)}",\n"gateway": "litellm"}`,
    "clean.yaml": "model: gpt-4o\n",
    "config.yaml": "model_list:\n- model_name: smart\n  litellm_params: {model: openai/gpt-4o}\n",
    "notes.md": "# litellm\n",
    "package-lock.json": '{"litellm": "1.0.0"}',
    "portkey-migrate.json": '{"rules": {"ignore": ["litellm-cache"]}}',
    "pyproject.toml": Array.from({ length: 8 }, (_, index) => (index === 3 ? "" : '"litellm",\r\n')).join(""),
    "requirements/dev.txt": "litellm\n",
    "requirements-dev.txt": "openai\nlitellm==1.80\n# LiteLLM\n",
    "vendor/requirements.txt": "litellm\n",
    "good.py": old(),
  });
  const expected = [
    { path: ".env.example", reason: "only code is searched; LiteLLM is named in line 2" },
    { path: ".github/workflows/ci.yml", reason: "only code is searched; LiteLLM is named in line 1" },
    { path: "Dockerfile.dev", reason: "only code is searched; LiteLLM is named in line 2" },
    { path: "app/main.go", reason: "only Python, TypeScript and JavaScript are read; LiteLLM is named in line 1" },
    { path: "big.json", reason: "only code is searched; LiteLLM is named in line 2" },
    { path: "config.yaml", reason: "only code is searched; LiteLLM is named in line 3" },
    { path: "pyproject.toml", reason: "only code is searched; LiteLLM is named in lines 1, 2, 3, 4, 5 and 2 more" },
    { path: "requirements-dev.txt", reason: "only code is searched; LiteLLM is named in lines 2 and 3" },
    { path: "requirements/dev.txt", reason: "only code is searched; LiteLLM is named in line 1" },
  ];
  const { files } = await jsonIn(cwd, ["--exclude", "vendor"]);
  assert.deepEqual(files.skipped, expected);
  assert.equal(files.scanned, 1);
  const included = await jsonIn(cwd, ["--include", "app/**"]);
  assert.deepEqual(included.files.skipped, [expected[3]], "what is not asked about is not spoken of");
  const text = await runIn(cwd, ["scan"]);
  assert.match(text.stderr, /^\.env\.example: not read: only code is searched; LiteLLM is named in line 2$/m);
  assert.doesNotMatch(text.stdout + text.stderr, /sk-fake-secret/);
});

const settings = "[agent]\nmodel = 'azure/gpt-4.1-mini'\nimage = 'ollama/ollama:latest'\npath = './openai/gpt-4o'\n\nfast = 'anthropic/claude-haiku-4-5'\n";

test("names of models in files that are no code are told where the code uses LiteLLM", async (t) => {
  const cwd = folderOf(t, {
    ".env": "KEY=sk-fake-secret\r\nMODEL=vertex_ai/gemini-2.5-pro\r\n",
    "app/settings.toml": settings,
    "compose.yaml": "services:\n  app:\n    environment:\n      - MODEL=\u0024{MODEL:-bedrock/anthropic.claude-v2}\n      - LITELLM_LOG=DEBUG # azure/gpt-4o\n",
    "data.json": '{"dataset": "openai/gsm8k", "hub": "mistralai/Mistral-7B", "type": "application/json", "model": "openrouter/qwen/qwen3"}',
    "run.sh": "train --model=openai/gpt-4o-mini\n",
    "windows.ps1": Buffer.from("\ufeff# run\n$model = 'azure/gpt-4o'\n", "utf16le"),
    "main.go": 'var model = "gemini/gemini-2.5-flash"\n',
  });
  const engine = { openEngine: () => createEngine(testHost) };
  const without = await jsonIn(cwd, [], engine);
  assert.deepEqual(
    without.files.skipped.map(({ path }: { path: string }) => path),
    ["compose.yaml"],
    "others spell their names so too",
  );
  writeFileSync(`${cwd}/main.py`, "import litellm\n");
  const cacheFolder = folderOf(t, {});
  const expected = [
    { path: ".env", reason: "only code is searched; models are named as LiteLLM names them in line 2" },
    { path: "app/settings.toml", reason: "only code is searched; models are named as LiteLLM names them in lines 2 and 6" },
    { path: "compose.yaml", reason: "only code is searched; LiteLLM is named in line 5, models are named as LiteLLM names them in line 4" },
    { path: "data.json", reason: "only code is searched; models are named as LiteLLM names them in line 1" },
    { path: "main.go", reason: "only Python, TypeScript and JavaScript are read; models are named as LiteLLM names them in line 1" },
    { path: "run.sh", reason: "only code is searched; models are named as LiteLLM names them in line 1" },
    { path: "windows.ps1", reason: "only code is searched; models are named as LiteLLM names them in line 2" },
  ];
  assert.deepEqual((await jsonIn(cwd, [], { ...engine, cacheFolder })).files.skipped, expected);
  assert.deepEqual((await jsonIn(cwd, [], { ...engine, cacheFolder })).files.skipped, expected, "as kept from the scan before");
});

test("each component that is not read is told; many are told by their number", async (t) => {
  const cwd = folderOf(t, {
    ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`src/C${10 + index}.vue`, "<template></template>\n"])),
    "src/Chat.svelte": "<script>\nconst model = 'azure/gpt-4o';\n</script>\n",
  });
  const { files } = await jsonIn(cwd, []);
  assert.equal(files.skipped.length, 13);
  assert.deepEqual(files.skipped[0], { path: "src/C10.vue", reason: "Vue components are not read yet" });
  assert.deepEqual(files.skipped[12], { path: "src/Chat.svelte", reason: "Svelte components are not read yet; models are named as LiteLLM names them in line 2" });
  const { stderr } = await runIn(cwd, ["scan"]);
  assert.match(stderr, /^src\/C10\.vue and 11 more files: not read: Vue components are not read yet$/m);
  assert.doesNotMatch(stderr, /C11/);
  assert.match(stderr, /13 skipped/);
  const { stdout: markdown } = await runIn(cwd, ["scan", "--format", "markdown"]);
  assert.match(markdown, /^- `src\/C10\.vue` and 11 more files: not read: Vue components are not read yet$/m);
});
