import assert from "node:assert/strict";
import { test } from "node:test";
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
