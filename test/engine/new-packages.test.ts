import assert from "node:assert/strict";
import { test } from "node:test";
import { newPackages, packageNote } from "../../server/src/engine/rewrite/new-packages.ts";

test("a package that only the new text imports is told of", () => {
  assert.deepEqual(newPackages("import litellm\n", "from portkey_ai import Portkey\nimport os\n", "python"), ["portkey-ai"]);
  assert.deepEqual(newPackages("", "def ask():\n    import openai\n", "python"), ["openai"]);
  assert.deepEqual(newPackages("", "import genai_prices\nimport tiktoken\n", "python"), ["genai-prices", "tiktoken"]);
  assert.deepEqual(newPackages("", 'import OpenAI from "openai";\n', "typescript"), ["openai"]);
  assert.deepEqual(newPackages("", 'const { Portkey } = require("portkey-ai");\n', "typescript"), ["portkey-ai"]);
});

test("one that the text imports already, of the standard library or of the project is not", () => {
  assert.deepEqual(newPackages("from portkey_ai import Portkey\n", "from portkey_ai import AsyncPortkey, Portkey\n", "python"), []);
  assert.deepEqual(newPackages("try:\n    import openai\nexcept ImportError:\n    pass\n", "import openai\n", "python"), []);
  assert.deepEqual(newPackages("", "import os\nfrom .openai import ask\nprint('import openai')\n", "python"), []);
  assert.deepEqual(newPackages('import { APIError } from "openai/error";\n', 'import OpenAI from "openai";\nimport { readFile } from "node:fs";\n', "typescript"), []);
});

test("the packages of several files are told together", () => {
  assert.deepEqual(packageNote([]), []);
  assert.deepEqual(packageNote(["portkey-ai"]), ["The project needs `portkey-ai` now: add it to what it installs."]);
  assert.deepEqual(packageNote(["portkey-ai", "openai", "portkey-ai"]), ["The project needs `openai`, `portkey-ai` now: add them to what it installs."]);
});
