import assert from "node:assert/strict";
import { test } from "node:test";
import { type Layout, layoutOf } from "../../server/src/engine/text/layout.ts";

const customs: Readonly<Record<"python" | "typescript", Layout>> = {
  python: { newline: "\n", indent: "    ", quote: '"', semicolons: false },
  typescript: { newline: "\n", indent: "  ", quote: '"', semicolons: true },
};

/** Asserts what a text's layout has that is not its language's custom. */
function check(language: "python" | "typescript", text: string, expected: Partial<Layout>): void {
  assert.deepEqual(layoutOf(text, language), { ...customs[language], ...expected });
}

test("an empty text has its language's customs", () => {
  check("python", "", {});
  check("typescript", "", {});
  check("typescript", "\ufeff", {});
});

for (const indent of [" ", "  ", "   ", "    ", "        ", "\t"]) {
  test(`an indent of ${JSON.stringify(indent)} is read off blocks`, () => {
    check("python", `def f():\n${indent}if x:\n${indent}${indent}return 1\n`, { indent });
    check("typescript", `function f() {\n${indent}if (x) {\n${indent}${indent}return 1;\n${indent}}\n}\n`, { indent });
  });
}

test("docstrings have no say about indents and quotes", () => {
  check("python", `"""Title.\n\n  two spaces\n   it's 'quoted' 'twice' 'thrice'\n"""\ndef f():\n    '''Args:\n      x: y\n    '''\n    return "a"\n`, {});
});

test("continuation lines speak only where no block does", () => {
  check("python", `x = f(\n  1,\n  2,\n)\ny = g(\n  1)\ndef f():\n    return 1\n`, { indent: "    " });
  check("python", `x = f(\n  1,\n  2,\n)\n`, { indent: "  " });
  check("python", `x = f(1,\n      2)\n`, { indent: "    " });
});

test("a dictionary's colon and a slice open no block", () => {
  check("python", `x = {\n  "a":\n     1,\n}\n`, { indent: "  " });
});

test("line breaks are told by the majority", () => {
  check("python", "a\r\nb\r\nc\n", { newline: "\r\n" });
  check("python", "a\nb\nc\r\n", { newline: "\n" });
  check("python", "a\rb\rc", { newline: "\r" });
  check("python", '"""a\\\r\nb"""\r\nc\n', { newline: "\r\n" });
  check("python", "def f():\r\n\treturn 'a'\r\n", { newline: "\r\n", indent: "\t", quote: "'" });
});

test("quotes are counted outside comments and where they were a choice", () => {
  check("python", `x = 'a'\ny = "it's"\nz = "don't"\n# "b" "c"\n`, { quote: "'" });
  check("python", `f(a="x", b='y', c='z')\n`, { quote: "'" });
  check("python", `x = '\\'a'\ny = ''\nz = ''\nw = "b"\n`, { quote: "'" });
  check("typescript", 'const a = \'x\';\n// "y" "z"\n/* "q"\n "r" */\nconst b = `"s" "t"`;\n', { quote: "'" });
  check("typescript", 'const a = <p className="x" id="y">Don\'t</p>;\nconst b = \'z\';\n', { quote: "'" });
});

test("a missing semicolon is told from a statement that goes on", () => {
  check("typescript", `import a from "a"\nconst b = a()\n`, { semicolons: false });
  check("typescript", `import {\n  a,\n} from "a"\nrun()\n`, { semicolons: false });
  check("typescript", `import a from "a";\nfunction f() {\n  return a;\n}\n`, { semicolons: true });
  check("typescript", `const x = a\n  .b()\n  .c();\n`, { semicolons: true });
  check("typescript", `function f() {\n}\n`, { semicolons: true });
  check("typescript", `const a = 1; // first\nconst b = 2; // second\nconst c = 3 // third\n`, { semicolons: true });
});

test("an unclosed string or comment ends with its line or the text", () => {
  check("python", `x = "a\ndef f():\n  return 'b'\n`, { indent: "  ", quote: "'" });
  check("typescript", "/* never closed\n  'a'\n", {});
});

test("a megabyte on one line is read in one pass", { timeout: 10_000 }, () => {
  check("python", `x = [${"'a', ".repeat(200_000)}]\n`, { quote: "'" });
});
