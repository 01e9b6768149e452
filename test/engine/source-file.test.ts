import assert from "node:assert/strict";
import { test } from "node:test";
import { extensions, grammarOfEditorLanguage, grammarOfPath, languageOf } from "../../server/src/engine/source-file.ts";
import { readGrammars } from "../../server/tools/installed-grammars.ts";

test("a grammar is chosen by the last extension, however it is written", () => {
  const cases = { "a.py": "python", "/b/c.PYI": "python", "C:\\d\\e.ts": "typescript", "f.d.mts": "typescript", "g.test.jsx": "tsx", "h.js": "tsx" };
  for (const [path, grammar] of Object.entries(cases)) assert.equal(grammarOfPath(path), grammar, path);
});

test("other files are not ours to read", () => {
  for (const path of ["a.txt", "py", "b.py.bak", "folder.py/notes", "c.", "", "constructor", "d.toString"]) assert.equal(grammarOfPath(path), undefined, path);
  for (const id of ["ruby", "", "toString"]) assert.equal(grammarOfEditorLanguage(id), undefined, id);
});

test("the editor's languages are those of grammars.json", async () => {
  for (const { name, editorLanguages } of (await readGrammars()).grammars) for (const id of editorLanguages) assert.equal(grammarOfEditorLanguage(id), name, id);
});

test("every extension leads to a grammar and a language", () => {
  for (const extension of extensions) {
    const grammar = grammarOfPath(`x.${extension}`);
    assert.ok(grammar, extension);
    assert.equal(languageOf(grammar), extension.startsWith("py") ? "python" : "typescript");
  }
});
