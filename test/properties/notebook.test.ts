// What holds for any notebook: magics move nothing, no cell hides another, and a change touches the sources of its cells alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { crossesCells, fitToCells } from "../../server/src/engine/notebook/cell-edits.ts";
import { joinCells } from "../../server/src/engine/notebook/cells.ts";
import { jsonEdits } from "../../server/src/engine/notebook/json-edits.ts";
import { jsonPlaces } from "../../server/src/engine/notebook/json-places.ts";
import { pythonCode } from "../../server/src/engine/notebook/python-code.ts";
import { readNotebook } from "../../server/src/engine/notebook/read-notebook.ts";
import { applyEdits, areDisjoint, conflict, mergeEdits, type TextEdit } from "../../server/src/engine/text/edits.ts";
import { plainContext } from "../support/context.ts";
import { testHost } from "../support/grammars.ts";

// The usual run is the same each time; `PROPERTY_RUNS=2000` looks further, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 60, seed: 1 } : { numRuns: Number(given) };
const engine = await createEngine(testHost);

const joined = (sources: readonly string[]) => joinCells(sources.map((source, index) => ({ index, source })));

const pieces = fc.constantFrom(
  ..."%%time|%%bash|%pip install litellm|!ls 'it|x = !ls|y = %env HOME|f?|??|%time f(1)|%%capture|x = 1|if x:|def g():|    |\n|\r\n|\r|(|)|[|{|\"|'|\"\"\"|'''|\\|#|@|class A:|else:|lambda|f\"{|}|=|?|!|%|é|🧪|\t|return|await x|for i in x: pass".split(
    "|",
  ),
);
const cellTexts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));

test("what stands for a magic takes as much room, line by line", () => {
  fc.assert(
    fc.property(fc.array(cellTexts, { maxLength: 4 }), (sources) => {
      const { text, cells } = joined(sources);
      const code = pythonCode(text, cells).text;
      assert.equal(code.length, text.length);
      assert.equal(code.replace(/[^\r\n]/g, " "), text.replace(/[^\r\n]/g, " "));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("no cell hides what is in another", async () => {
  const own = 'import litellm\nlitellm.embedding(model="openai/e", input=[])';
  await fc.assert(
    fc.asyncProperty(fc.array(cellTexts, { maxLength: 3 }), fc.array(cellTexts, { maxLength: 3 }), async (before, after) => {
      const source = joined([...before, own, ...after]);
      const report = await engine.analyze({ uri: "file:///book.ipynb", grammar: "python", ...source }, plainContext);
      const start = source.cells[before.length]?.span.start ?? -1;
      const found = report.findings.map(({ rule, focus }) => `${rule} ${focus.start - start}`);
      assert.ok(found.includes("litellm-import 0") && found.includes("litellm-embedding 15"), `${JSON.stringify(source.text)} → ${found.join(", ")}`);
    }),
    parameters,
  );
});

const notebooks = fc
  .record({
    cells: fc.array(fc.record({ source: cellTexts, isCode: fc.boolean(), isList: fc.boolean() }), { maxLength: 4 }),
    indent: fc.constantFrom(undefined, 1, 4, "\t"),
    isAscii: fc.boolean(),
    end: fc.constantFrom("", "\n", "\r\n"),
  })
  .map(({ cells, indent, isAscii, end }) => {
    const value = {
      cells: cells.map(({ source, isCode, isList }) => ({
        outputs: [{ text: ["import litellm\n", "é"], data: { "image/png": "iVBOR/" } }],
        source: isList ? (source.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []) : source,
        cell_type: isCode ? "code" : "markdown",
      })),
      nbformat: 4,
    };
    const json = JSON.stringify(value, undefined, indent) + end;
    return isAscii ? json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`) : json;
  });

test("a change of a notebook changes the sources of its cells and not a byte else", () => {
  fc.assert(
    fc.property(notebooks, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("", "x", "é\n", '"\r\ny\n')), { maxLength: 4 }), (json, places) => {
      const notebook = readNotebook(json);
      assert.ok(notebook.kind === "notebook");
      const { text, cells } = notebook;
      const edits = compatible(
        places.flatMap(([at, length, replacement]): TextEdit[] => {
          const cell = cells[at % Math.max(1, cells.length)]?.span;
          if (!cell) return [];
          const start = cell.start + (at % (cell.end - cell.start + 1));
          return [{ span: { start, end: start + (length % (cell.end - start + 1)) }, text: replacement }];
        }),
      );
      const changes = jsonEdits(notebook, edits);
      assert.ok(changes.kind === "edits");
      const after = applyEdits(json, changes.edits);
      const expected = JSON.parse(json);
      for (const { index, span } of cells) {
        const own = edits.filter((edit) => span.start <= edit.span.start && edit.span.end <= span.end && (edit.span.end > span.start || edit.span.start === span.start));
        const source = applyEdits(text.slice(0, span.end), own).slice(span.start);
        expected.cells[index].source = Array.isArray(expected.cells[index].source) ? (source.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []) : source;
      }
      assert.deepEqual(JSON.parse(after), expected);
      // Without its sources the file is the same, and so is each line of a source that stays.
      assert.equal(withoutSources(after), withoutSources(json));
      if (edits.length === 0) assert.equal(after, json);
      if (!/[\u0080-\uffff]/.test(json)) assert.ok(!/[\u0080-\uffff]/.test(after));
    }),
    { numRuns: 500, seed: 1 },
  );
});

const withoutSources = (json: string): string => json.replace(/("source": ?)(?:"(?:[^"\\]|\\.)*"|\[(?:[^"\]]|"(?:[^"\\]|\\.)*")*\])/g, "$1");

test("each character of a cell is found in the file", () => {
  fc.assert(
    fc.property(notebooks, (json) => {
      const notebook = readNotebook(json);
      assert.ok(notebook.kind === "notebook");
      const placeOf = jsonPlaces(notebook);
      for (const { span } of notebook.cells) {
        for (let offset = span.start; offset < span.end; offset++) {
          const written = /^(?:\\u[0-9a-f]{4}|\\?[\s\S])/.exec(json.slice(placeOf(offset)))?.[0];
          assert.equal(JSON.parse(`"${written}"`), notebook.text[offset]);
        }
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("changes fitted to their cells say the same", () => {
  fc.assert(
    fc.property(fc.array(cellTexts, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom("", "A", "A\n", "\n\nA\n\n")), { maxLength: 4 }), (sources, places) => {
      const { text, cells } = joined(sources);
      const all = places.map(([at, length, replacement]): TextEdit => {
        const start = at % (text.length + 1);
        return { span: { start, end: Math.min(text.length, start + length) }, text: replacement };
      });
      // No rule rewrites the line of a magic that speaks for its cell, parts a line break, or joins a line with the next cell's.
      const magicLines = cells.flatMap(({ span }) => (/^\s*%%/.test(text.slice(span.start, span.end)) ? [span] : []));
      const isInMagic = ({ span }: TextEdit): boolean => magicLines.some((line) => span.start <= line.end && line.start <= span.end);
      const partsBreak = ({ span }: TextEdit): boolean => [span.start, span.end].some((at) => text[at - 1] === "\r" && text[at] === "\n");
      const joinsCells = ({ span, text: added }: TextEdit): boolean =>
        cells.some((cell, index) => cell.span.end < span.end && span.start < (cells[index + 1]?.span.start ?? 0)) && !/[\r\n]$/.test(added || text.slice(0, span.start) || "\n");
      const edits = compatible(all.filter((edit) => !crossesCells(cells, edit) && !isInMagic(edit) && !partsBreak(edit) && !joinsCells(edit)));
      const fitted = fitToCells(text, cells, edits);
      assert.ok(areDisjoint(fitted));
      for (const { span } of fitted) assert.ok(cells.some((cell) => cell.span.start <= span.start && span.end <= cell.span.end));
      const lines = (code: string): string[] => code.split(/\r\n|\r|\n/).flatMap((line) => (line.trim() === "" ? [] : [line.trimEnd()]));
      assert.deepEqual(lines(applyEdits(text, fitted)), lines(applyEdits(text, edits)));
    }),
    { numRuns: 1000, seed: 1 },
  );
});

/** The edits of a list that conflict with none before them, each once. */
function compatible(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits) if (!kept.some((other) => conflict(edit, other))) kept.push(edit);
  return mergeEdits(kept);
}
