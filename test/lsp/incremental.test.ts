// With the real engine: a tree that followed any edits says the same as one made from the text as it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Diagnostic } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { holdsNothing } from "../../server/src/host/prefilter.ts";
import { createFakeHost } from "../support/fake-host.ts";
import { testHost } from "../support/grammars.ts";
import { connect } from "../support/lsp-client.ts";

const pieces: Readonly<Record<string, readonly string[]>> = {
  python: [
    "import litellm\n",
    "from litellm import completion as ask\n",
    'ask(model="openai/gpt-4o", messages=[])\n',
    "litellm.completion(",
    ")",
    '"',
    "'''",
    "# 😀 漢字\n",
    "def f():\n    ",
    "try:\n    ",
    "\nexcept litellm.Timeout:\n    pass\n",
    "\r\n",
    "    ",
    "é",
    "x = [",
    "]",
    'model = "anthropic/claude-3"\n',
  ],
  typescript: [
    'import OpenAI from "openai";\n',
    'const client = new OpenAI({ baseURL: "http://localhost:4000" });\n',
    'client.chat.completions.create({ model: "openai/gpt-4o" });\n',
    "{",
    "}",
    "`",
    "${",
    "// 😀 漢字\n",
    "<T>x",
    "\r\n",
    "é",
    'const model = "anthropic/claude-3";\n',
  ],
};

for (const [language, fragments] of Object.entries(pieces)) {
  test(`edits of ${language}`, async () => {
    const client = await connect(createFakeHost(new Map()), { version: "0.0.0", rules, pageOf: () => undefined, holdsNothing, createEngine: () => createEngine(testHost) });
    const text = fc.array(fc.constantFrom(...fragments), { maxLength: 8 }).map((parts) => parts.join(""));
    const edits = fc.array(fc.record({ from: fc.nat(200), length: fc.nat(12), text }), { minLength: 1, maxLength: 6 });
    const uri = "untitled:edited";
    const fresh = "untitled:fresh";
    const plain = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code, range, message }) => ({ code, range, message }));
    await fc.assert(
      fc.asyncProperty(text, edits, async (before, steps) => {
        await client.open(uri, before, language);
        await client.diagnostics(uri);
        const mirror = TextDocument.create(uri, language, 1, before);
        for (const [index, { from, length, text: inserted }] of steps.entries()) {
          const range = { start: mirror.positionAt(from), end: mirror.positionAt(from + length) };
          TextDocument.update(mirror, [{ range, text: inserted }], index + 2);
          await client.change(uri, { range, text: inserted });
          if (index % 2 === 0) await client.diagnostics(uri);
        }
        await client.open(fresh, mirror.getText(), language);
        assert.deepEqual(plain(await client.diagnostics(uri)), plain(await client.diagnostics(fresh)));
        await client.close(uri);
        await client.close(fresh);
      }),
      { numRuns: 150 },
    );
    assert.deepEqual(client.logs, []);
    await client.stop();
  });
}
