import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { FileReport } from "../../server/src/engine/engine.ts";
import { fitToCells } from "../../server/src/engine/notebook/cell-edits.ts";
import { type Cell, joinCells, SourceLines } from "../../server/src/engine/notebook/cells.ts";
import { jsonEdits } from "../../server/src/engine/notebook/json-edits.ts";
import { pythonCode } from "../../server/src/engine/notebook/python-code.ts";
import { readNotebook } from "../../server/src/engine/notebook/read-notebook.ts";
import { applyEdits, type TextEdit } from "../../server/src/engine/text/edits.ts";
import { chooseFixes } from "../../server/src/engine/workspace/selection.ts";
import { plainContext } from "../support/context.ts";
import { readSyntax, testHost } from "../support/grammars.ts";
import { notebookOf } from "../support/notebooks.ts";

const engine = await createEngine(testHost);

const joined = (...sources: string[]) => joinCells(sources.map((source, index) => ({ index, source })));

describe("magics", () => {
  /** What the parser is given for one cell: `ǃ` stands for what IPython reads itself. */
  async function check(source: string, expected: string): Promise<void> {
    const { text, cells } = joined(source);
    const code = pythonCode(text, cells);
    const trimmed = code.text.replace(/[^\S\n]+$/gm, "");
    assert.equal(trimmed, expected, source);
    assert.equal(code.text.length, text.length, source);
    assert.equal((await readSyntax("python", code.text)).errors, 0, source);
  }

  test("escapes at the start of a statement, in blocks too", async () => {
    await check("%pip install litellm\nimport os", "ǃ\nimport os");
    await check("!ls -la 'it\nx = 1", "ǃ\nx = 1");
    await check("!!ls\n?print\n??print\n/f 1\n,f a\n;f b", "ǃ\nǃ\nǃ\nǃ\nǃ\nǃ");
    await check("if x:\n    !pip install litellm\n    y = 1", "if x:\n    ǃ\n    y = 1");
    await check("!pip install \\\n  litellm \\\n  openai\nx = 1", "ǃ\n\n\nx = 1");
    await check("x = 1\n%%bash is no cell magic here", "x = 1\nǃ");
  });

  test("values of magics and commands", async () => {
    await check("files = !ls *.py\nx = files", "files = ǃ\nx = files");
    await check("x = %timeit -o f()\na.b['c'] = %env HOME", "x =            f()\na.b['c'] = ǃ");
    await check("f(a=1)\nx == 2\nx %= 3\ny = x % 2\nz = (x\n  % 2)", "f(a=1)\nx == 2\nx %= 3\ny = x % 2\nz = (x\n  % 2)");
  });

  test("help", async () => {
    await check("litellm.completion?\nx = 1", "ǃ\nx = 1");
    await check("litellm??\n%time?\n%%bash?", "ǃ\nǃ\nǃ");
    await check("x = 'really?'\n# why?\nprint('?')", "x = 'really?'\n# why?\nprint('?')");
  });

  test("what looks like a magic inside strings and brackets is none", async () => {
    const code = 'x = """\n%pip install litellm\n!ls\nwhat?\n"""\ny = [a\n%b]\nz = f"{a}"  # !x\nw = \'a\\\'\' % b';
    await check(code, code);
  });

  test("the code that a magic runs is read", async () => {
    await check("%time x = completion(model=m)", "ǃ    ;x = completion(model=m)");
    await check("%timeit -n 10 -r3 f(1)", `ǃ${" ".repeat(16)};f(1)`);
    await check("%%time\nx = 1", "ǃ\nx = 1");
    await check("\n%%capture out\n%%time\n%pip list\nx = 1", "\nǃ\nǃ\nǃ\nx = 1");
  });

  test("a cell for another program is left out", async () => {
    await check("%%bash\npip install litellm\nif [ -f x ]; then", "\n\n");
    await check("%%writefile app.py\nimport litellm", "\n");
    await check("%%unheard_of x\nfoo bar", "\n");
  });

  test("a magic that loads variables prepares the environment", async () => {
    await check("%load_ext dotenv\n%dotenv", "ǃ\nǃ()");
  });
});

describe("places", () => {
  test("lines are those of the cell, whatever ends them", () => {
    const { text, cells } = joinCells([
      { index: 1, source: "a\r\nb" },
      { index: 4, source: "" },
      { index: 5, source: "c\nd" },
    ]);
    const lines = new SourceLines({ text, cells });
    assert.equal(text, "a\r\nb\r\n\r\n\r\n\r\nc\nd");
    assert.deepEqual(lines.position(text.indexOf("b")), { cell: 1, line: 1, character: 0 });
    assert.deepEqual(lines.position(text.indexOf("c")), { cell: 5, line: 0, character: 0 });
    assert.deepEqual(lines.position(text.length), { cell: 5, line: 1, character: 1 });
    assert.deepEqual(lines.position(cells[1]?.span.start ?? -1), { cell: 4, line: 0, character: 0 });
    assert.deepEqual(new SourceLines({ text: "a\nb" }).position(2), { cell: undefined, line: 1, character: 0 });
  });
});

describe("changes", () => {
  /** Cells with `‹` and `›` around what is replaced by the text of the same number, and what the cells become. */
  function check(sources: readonly string[], texts: readonly string[], expected: readonly string[]): void {
    const marked = joined(...sources);
    const edits: TextEdit[] = [];
    let text = "";
    let start = 0;
    for (const character of marked.text) {
      if (character === "‹") start = text.length;
      else if (character === "›") edits.push({ span: { start, end: text.length }, text: texts[edits.length] ?? "" });
      else text += character;
    }
    const { cells } = joined(...text.split("\n\n"));
    assert.deepEqual(cellsAfter(text, cells, fitToCells(text, cells, edits)), expected, sources.join(" | "));
  }

  function cellsAfter(text: string, cells: readonly Cell[], edits: readonly TextEdit[]): string[] {
    return cells.map(({ span }) => {
      const own = edits.filter((edit) => span.start <= edit.span.start && edit.span.end <= span.end);
      return applyEdits(
        text.slice(span.start, span.end),
        own.map((edit) => ({ span: { start: edit.span.start - span.start, end: edit.span.end - span.start }, text: edit.text })),
      );
    });
  }

  test("a line that is added behind the last one of a cell stays in it", () => {
    check(["a", "b"], [], ["a", "b"]);
    check(["a‹›", "b"], ["\nx"], ["a\nx", "b"]);
    // Between the two line breaks that part the cells is where the line behind the last one would begin.
    const { text, cells } = joined("a", "b");
    assert.deepEqual(cellsAfter(text, cells, fitToCells(text, cells, [{ span: { start: 2, end: 2 }, text: "x\n\n\n" }])), ["a\nx", "b"]);
    assert.deepEqual(cellsAfter(text, cells, fitToCells(text, cells, [{ span: { start: 3, end: 3 }, text: "x\n" }])), ["a", "x\nb"]);
  });

  test("the last lines of a cell go with the break before them", () => {
    const { text, cells } = joined("a\nb\nc", "d");
    const changed = (...edits: TextEdit[]) => cellsAfter(text, cells, fitToCells(text, cells, edits));
    assert.deepEqual(changed({ span: { start: 4, end: 6 }, text: "" }), ["a\nb", "d"]);
    assert.deepEqual(changed({ span: { start: 2, end: 4 }, text: "" }, { span: { start: 4, end: 6 }, text: "" }), ["a", "d"]);
    assert.deepEqual(changed({ span: { start: 4, end: 6 }, text: "" }, { span: { start: 6, end: 6 }, text: "x\n" }), ["a\nb\nx", "d"]);
    assert.deepEqual(changed({ span: { start: 0, end: 7 }, text: "" }), ["", "d"]);
    assert.deepEqual(changed({ span: { start: 7, end: 8 }, text: "" }), ["a\nb\nc", ""]);
  });

  test("blank lines at the border are nobody's", () => {
    const { text, cells } = joined("a", "b\n\nc");
    assert.deepEqual(cellsAfter(text, cells, fitToCells(text, cells, [{ span: { start: 2, end: 5 }, text: "" }])), ["a", "c"]);
  });

  test("a magic stays on the first line of its cell", () => {
    const { text, cells } = joined("%%time\na = 1", "%%time");
    const after = fitToCells(text, cells, [
      { span: { start: 0, end: 0 }, text: "x\n" },
      { span: { start: text.length - 6, end: text.length - 6 }, text: "y\n" },
    ]);
    assert.deepEqual(cellsAfter(text, cells, after), ["%%time\nx\na = 1", "%%time\ny"]);
  });
});

describe("the file", () => {
  const cell = (source: unknown, more: object = {}) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source, ...more });
  const file = (cells: readonly unknown[], metadata: object = {}) => JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });

  test("cells of Python are read, whichever form their source has", () => {
    const read = readNotebook(
      file([
        { cell_type: "markdown", metadata: {}, source: "import litellm" },
        cell(["a\n", "b"]),
        cell("c"),
        { cell_type: "raw", metadata: {}, source: "d" },
        cell("e", { metadata: { vscode: { languageId: "r" } } }),
        cell([]),
        cell(7),
      ]),
    );
    assert.ok(read.kind === "notebook");
    assert.equal(read.text, "a\nb\n\nc\n\n");
    assert.deepEqual(
      read.cells.map(({ index }) => index),
      [1, 2, 5],
    );
  });

  test("what is no notebook in Python is skipped with the reason", () => {
    const reasonOf = (json: string) => {
      const read = readNotebook(json);
      return read.kind === "skipped" ? read.reason : undefined;
    };
    assert.equal(reasonOf("{"), "not a notebook: its JSON cannot be read");
    assert.equal(reasonOf("[]"), "not a notebook: it has no list of cells");
    assert.equal(reasonOf('{"worksheets":[],"nbformat":3}'), "a notebook of an old format; convert it with `jupyter nbconvert --to notebook`");
    assert.equal(reasonOf(file([], { language_info: { name: "R" } })), "a notebook in R; only those in Python are read");
    assert.equal(reasonOf(file([], { kernelspec: { name: "deno", language: "typescript" } })), "a notebook in typescript; only those in Python are read");
    assert.equal(reasonOf(file([], { kernelspec: { name: "python3", language: "python" } })), undefined);
    assert.equal(reasonOf(file([])), undefined);
  });

  /** Replaces the first `old` of the code by `fresh` and gives the file back. */
  function replaced(json: string, old: string, fresh: string): string {
    const notebook = readNotebook(json);
    assert.ok(notebook.kind === "notebook");
    const start = notebook.text.indexOf(old);
    const changes = jsonEdits(notebook, [{ span: { start, end: start + old.length }, text: fresh }]);
    return changes.kind === "edits" ? applyEdits(json, changes.edits) : changes.reason;
  }

  test("only the changed lines of a source are written anew", () => {
    const json =
      '{ "cells":[\r\n\t{"source" : ["a = \\u0022\\u00e9\\u0022\\n",\r\n\t  "b\\n" , "c"], "outputs":[{"text":"b"}],"cell_type":"code"},{"cell_type":"code","source":"b"}], "nbformat":4 }\r\n\r\n';
    assert.equal(replaced(json, "b", 'é"'), json.replace('"b\\n"', '"\\u00e9\\"\\n"'));
    assert.equal(replaced(json, "b\n", ""), json.replace(',\r\n\t  "b\\n" , "c"', ' , "c"'));
    assert.equal(replaced(json, "b", "b\nd"), json.replace('"b\\n" , "c"', '"b\\n",\r\n\t  "d\\n" , "c"'));
  });

  test("a source that is one string stays one, an empty one is an empty list", () => {
    assert.equal(replaced(file([cell("a\nb")]), "b", "ü"), file([cell("a\n\u00fc")]).replace("ü", "\\u00fc"));
    assert.equal(replaced(file([cell("a\nb # é")]), "b", "ü"), file([cell("a\nü # é")]));
    assert.equal(replaced(file([cell(["a"])]), "a", ""), file([cell([])]));
  });

  test("a file that readers disagree on is left alone", () => {
    const twice = '{"cells":[{"cell_type":"code","source":"a","source":"b"}]}';
    assert.match(replaced(twice, "b", "c"), /names a cell's source twice/);
  });
});

describe("analysis", () => {
  const analyze = (...sources: string[]): Promise<FileReport> => engine.analyze({ uri: "file:///book.ipynb", grammar: "python", ...joined(...sources) }, plainContext);
  const placesIn = ({ source, findings }: FileReport): string[] => {
    const lines = new SourceLines(source);
    return findings.map(({ rule, focus }) => `${rule} ${lines.position(focus.start).cell}:${lines.position(focus.start).line}`);
  };
  const partsOf = ({ source, partial }: FileReport): string[] => {
    const lines = new SourceLines(source);
    return partial.map(({ span, reason }) => `${lines.position(span.start).cell}: ${reason}`);
  };

  test("cells share one scope", async () => {
    const report = await analyze(
      "%pip install litellm",
      "import litellm as l",
      "def ask(m):\n    return l.completion(model=m, messages=[])",
      "%time l.embedding(model='openai/text-embedding-3-small', input=[])",
    );
    assert.deepEqual(placesIn(report), ["litellm-import 1:0", "litellm-completion 2:1", "litellm-embedding 3:0"]);
    assert.deepEqual(partsOf(report), ["0: `%pip` is for IPython to read"]);
  });

  test("a cell that is not complete does not spoil the others", async () => {
    for (const broken of ["x = (", 'x = """', "x = 1 + \\", "f(litellm,"]) {
      const report = await analyze("import litellm", broken, "litellm.completion(model='openai/gpt-4o', messages=[])", 'y = """a"""', "# Notes:\n    z = 1");
      assert.deepEqual(placesIn(report), ["litellm-import 0:0", "litellm-completion 2:0"], broken);
      assert.deepEqual(partsOf(report), broken.includes("litellm") ? ["1: the cell is not complete Python"] : [], broken);
    }
  });

  test("a cell for another program is told of where it speaks of LiteLLM", async () => {
    const report = await analyze("import litellm", "%%writefile app.py\nimport litellm", "%%bash\necho", "!litellm --model gpt-4o");
    assert.deepEqual(partsOf(report), ["1: a cell for `%%writefile` is not read as Python", "3: `!` is for IPython to read"]);
  });

  test("an import stays where a magic reads its name", async () => {
    const imports = async (...sources: string[]) => (await fixed(...sources))[0];
    const call = "completion(model='openai/gpt-4o', messages=[])";
    assert.equal((await imports("from litellm import completion", call))?.includes("litellm"), false);
    assert.equal((await imports("from litellm import completion", call, "%store completion"))?.includes("litellm"), true);
    assert.equal((await imports("from litellm import completion", call, "!echo {completion}"))?.includes("litellm"), true);
    assert.equal((await imports("from litellm import completion", call, "!echo completion"))?.includes("litellm"), false);
  });

  /** The cells after all fixes. */
  async function fixed(...sources: string[]): Promise<string[]> {
    const json = notebookOf(...sources);
    const notebook = readNotebook(json);
    assert.ok(notebook.kind === "notebook");
    const report = await engine.analyze({ uri: "file:///book.ipynb", grammar: "python", text: notebook.text, cells: notebook.cells }, plainContext);
    const { edits } = engine.plan(report, chooseFixes(report, { safety: "safe-and-unsafe" }));
    const changes = jsonEdits(notebook, edits);
    assert.ok(changes.kind === "edits");
    const after = readNotebook(applyEdits(json, changes.edits));
    assert.ok(after.kind === "notebook");
    return after.cells.map(({ span }) => after.text.slice(span.start, span.end));
  }

  test("imports and clients go where they run before their uses, and take no magic's place", async () => {
    const call = 'r = litellm.completion(model="openai/gpt-4o", messages=[])';
    const rewritten = 'r = client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[])';
    const client = 'client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])';
    assert.deepEqual(await fixed("%%time\nimport litellm", call), [`%%time\nimport os\n\nfrom portkey_ai import Portkey\n\n${client}`, rewritten]);
    assert.deepEqual(await fixed("%load_ext dotenv", "import litellm\nimport os", "%dotenv", call), [
      "%load_ext dotenv",
      "from portkey_ai import Portkey\nimport os",
      `%dotenv\n\n${client}`,
      rewritten,
    ]);
    assert.deepEqual(await fixed("import litellm", "%%bash\nls", `%time ${call}`, "def f():\n    pass"), [
      `import os\n\nfrom portkey_ai import Portkey\n\n${client}`,
      "%%bash\nls",
      `%time ${rewritten}`,
      "def f():\n    pass",
    ]);
  });
});
