// Where imports lead, by the names of files alone, and how they are read off a text.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "../../server/src/engine/source-file.ts";
import { ModuleFiles, moduleName } from "../../server/src/engine/workspace/module-files.ts";
import { writtenImports } from "../../server/src/engine/workspace/written-imports.ts";

const root = "file:///space/";

/** One table of a tree: importer, what it imports, the file that is meant. */
function checkModules(title: string, files: readonly string[], expected: readonly (readonly [importer: string, module: string, file: string | undefined])[]): void {
  test(`modules: ${title}`, () => {
    const modules = new ModuleFiles();
    for (const file of files) modules.add(root + file);
    const actual = expected.map(([importer, module]) => [importer, module, modules.moduleOf(root + importer, module)?.slice(root.length)]);
    assert.deepEqual(actual, expected);
  });
}

checkModules(
  "packages, relative imports and namespace packages",
  ["app/__init__.py", "app/llm.py", "app/core/__init__.py", "app/core/client.py", "app/plain/deep.py", "run.py"],
  [
    ["run.py", "app", "app/__init__.py"],
    ["run.py", "app.llm", "app/llm.py"],
    ["run.py", "app.core.client", "app/core/client.py"],
    ["run.py", "app.plain", "app/plain/"],
    ["run.py", "app.plain.deep", "app/plain/deep.py"],
    ["app/llm.py", ".", "app/__init__.py"],
    ["app/llm.py", ".core", "app/core/__init__.py"],
    ["app/__init__.py", ".llm", "app/llm.py"],
    ["app/core/client.py", "..llm", "app/llm.py"],
    ["app/core/client.py", "...run", "run.py"],
    ["app/plain/deep.py", ".", "app/plain/"],
    ["app/llm.py", "app.missing", undefined],
    ["app/llm.py", "os.path", undefined],
    ["app/llm.py", "......far", undefined],
  ],
);

checkModules(
  "folders that are called like a package that is migrated",
  ["src/tool/providers/litellm/__init__.py", "src/tool/providers/litellm/provider.py", "src/tool/providers/openai.py"],
  [
    ["src/tool/providers/run.py", "litellm", undefined],
    ["src/tool/providers/litellm/provider.py", "litellm.exceptions", undefined],
    ["src/tool/providers/run.py", "openai", undefined],
    ["src/tool/providers/run.py", ".litellm", "src/tool/providers/litellm/__init__.py"],
    ["src/tool/run.py", "tool.providers.litellm.provider", "src/tool/providers/litellm/provider.py"],
  ],
);

checkModules(
  "several roots, a folder for sources, tests beside it",
  [
    "one/src/tool/__init__.py",
    "one/src/tool/llm.py",
    "one/tests/test_llm.py",
    "two/src/tool/__init__.py",
    "two/src/tool/llm.py",
    "two/tests/test_llm.py",
    "docs/conf.py",
    "scripts/helper.py",
    "scripts/run.py",
  ],
  [
    ["one/tests/test_llm.py", "tool.llm", "one/src/tool/llm.py"],
    ["two/tests/test_llm.py", "tool.llm", "two/src/tool/llm.py"],
    // Two places are as near: nobody can tell.
    ["docs/conf.py", "tool.llm", undefined],
    ["scripts/run.py", "helper", "scripts/helper.py"],
    // A module somewhere else may be any package's.
    ["one/tests/test_llm.py", "helper", undefined],
  ],
);

checkModules(
  "a regular package before a module before a folder, a root before the folder a script stands in",
  ["a/__init__.py", "a.py", "b.py", "b/inner.py", "utils.py", "pkg/__init__.py", "pkg/utils.py", "pkg/script.py", "pkg/only.py"],
  [
    ["run.py", "a", "a/__init__.py"],
    ["run.py", "b", "b.py"],
    ["pkg/script.py", "utils", "utils.py"],
    ["pkg/script.py", "only", "pkg/only.py"],
  ],
);

checkModules(
  "specifiers of TypeScript",
  ["src/llm.ts", "src/view.tsx", "src/lib/index.ts", "src/old.js", "src/both.js", "src/both.ts", "app.mts"],
  [
    ["src/main.ts", "./llm", "src/llm.ts"],
    ["src/main.ts", "./llm.js", "src/llm.ts"],
    ["src/main.ts", "./view.js", "src/view.tsx"],
    ["src/main.ts", "./lib", "src/lib/index.ts"],
    ["src/lib/index.ts", "..", undefined],
    ["src/lib/index.ts", "../old", "src/old.js"],
    ["src/lib/index.ts", ".", "src/lib/index.ts"],
    ["src/main.ts", "./both.js", "src/both.js"],
    ["src/main.ts", "../app.mjs", "app.mts"],
    ["src/main.ts", "litellm", undefined],
    ["src/main.ts", "../../../out", undefined],
  ],
);

test("modules: a file that goes makes room for another", () => {
  const modules = new ModuleFiles();
  for (const file of ["src/app/__init__.py", "src/app/llm.py", "run.py"]) modules.add(root + file);
  assert.equal(modules.moduleOf(`${root}run.py`, "app.llm"), `${root}src/app/llm.py`);
  modules.delete(`${root}src/app/llm.py`);
  assert.equal(modules.moduleOf(`${root}run.py`, "app.llm"), undefined);
  modules.add(`${root}app/llm.py`);
  assert.equal(modules.moduleOf(`${root}run.py`, "app.llm"), `${root}app/llm.py`);
  modules.delete(`${root}src/app/__init__.py`);
  assert.equal(modules.moduleOf(`${root}src/run.py`, "app.llm"), `${root}app/llm.py`);
});

test("modules: the name that imports end in", () => {
  assert.deepEqual(
    ["app/llm.py", "app/__init__.py", "app/plain/", "src/llm.ts", "src/lib/index.ts", "src/my%20file.ts"].map((file) => moduleName(root + file)),
    ["llm", "app", "plain", "llm", "lib", "my file"],
  );
});

/** Imports as `module`, `module:name,name`. */
function checkWritten(language: Language, title: string, text: string, expected: readonly string[]): void {
  test(`written imports, ${language}: ${title}`, () => {
    assert.deepEqual(
      writtenImports(text, language).map(({ module, names }) => (names ? `${module}:${names.join(",")}` : module)),
      expected,
    );
  });
}

checkWritten("python", "names that the word is a part of", "from app.imports import a\nfrom .reimport import b\nfrom.import c\nimport importlib\n", [
  "app.imports:a",
  ".reimport:b",
  ".:c",
  "importlib",
]);
checkWritten("python", "every form of a statement", "import a, b.c as d\nfrom .e import f as g, h\nfrom . import (\n  i, # why\n  j as k,\n)\nfrom l import *\nfrom m \\\n  import n", [
  "a",
  "b.c",
  ".e:f,h",
  ".:i,j",
  "l:*",
  "m:n",
]);
checkWritten(
  "python",
  "in blocks, behind semicolons, over lines, without blanks",
  "try: import a\nexcept: b = 1; import c\nif x:\n\tfrom d import \\\n e, f\nfrom.g import h\r\nfrom .i import j\r\n",
  ["a", "c", "d:e,f", ".g:h", ".i:j"],
);
checkWritten("python", "what tests replace by its name", "@patch('a.b.c')\nmocker.patch(\n    \"a.b.d\",\n)\nmonkeypatch.setattr('e.f', 1)\npatch('g')\npatch.object(h, 'i.j')\n", [
  "a.b:c,d",
  "a:b",
  "e:f",
]);
checkWritten("python", "words that are no import", "important = 1\nreimport = 2\nx.import_module('a')\n# from b import c\nprint('to import')\nyield_from = 3\n", []);
checkWritten(
  "typescript",
  "relative specifiers in every form",
  `import a from "./a";\nexport * from '../b.js';\nconst c = require("./c");\nawait import(\`./d\`);\nimport "..";\nimport e from "e";\nimport f from "@/f";`,
  ["./a", "../b.js", "./c", "./d", ".."],
);
