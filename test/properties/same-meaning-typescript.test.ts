// What is found in TypeScript hangs on what a program means: other names, another layout and another order of imports change nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { AnalysisContext, Engine, FileReport } from "../../server/src/engine/engine.ts";
import { type Grammar, grammarOfPath } from "../../server/src/engine/source-file.ts";
import { suppressionMarker } from "../../server/src/engine/text/suppression-marker.ts";
import { contextOf, plainContext } from "../support/context.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { testHost } from "../support/grammars.ts";
import { npmPrograms } from "../support/npm-programs.ts";
import { proxyPrograms } from "../support/proxy-programs.ts";
import { type Change, changes, findingsOf, writtenDifferently } from "../support/typescript-meaning.ts";

interface Sample {
  readonly name: string;
  readonly uri: string;
  readonly grammar: Grammar;
  readonly text: string;
  readonly context: AnalysisContext;
}

// The usual run is the same each time; `PROPERTY_RUNS=500` makes more programs, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const seed = given === undefined ? 1 : Date.now() % 100_000;
const numRuns = Number(given ?? 25);

const samples: readonly Sample[] = [
  ...fixtureFiles().flatMap(({ fixture }) =>
    fixture.cases.flatMap((each) =>
      each.snippets
        // A suppression comment is about the lines around it.
        .filter(({ language, isBroken, text }) => language !== "py" && !isBroken && !text.includes(suppressionMarker))
        .map(({ path, text, line }) => ({ name: `${fixture.rule}.md:${line}`, uri: `file:///project/${path}`, grammar: grammarOfPath(path) ?? "typescript", text, context: contextOf(each).context })),
    ),
  ),
  ...[...fc.sample(proxyPrograms, { numRuns, seed }), ...fc.sample(npmPrograms, { numRuns, seed })].map(({ text }, index) => ({
    name: `program ${index}`,
    uri: "file:///project/x.ts",
    grammar: "typescript" as const,
    text,
    context: plainContext,
  })),
];

const engine = await createEngine(testHost);

const analyze = (by: Pick<Engine, "analyze">, { uri, grammar, context }: Sample, text: string): Promise<FileReport> => by.analyze({ uri, grammar, text }, context);

/** Of so many programs one is written in one way. */
const stride = given === undefined ? 5 : 1;

/** Each way takes other samples, by their texts, so that a new one takes none away; of imports on neighboring lines there are few. */
const samplesOf = (change: Change): readonly Sample[] => samples.filter(({ text }) => change === "reordered_imports" || (numberOf(text) + changes.indexOf(change)) % stride === 0);

/** A number that hangs on every character of a text. */
function numberOf(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

const found = new Map<Sample, string>();

/** What the engine finds in a sample as it is. */
async function findingsBefore(sample: Sample): Promise<string> {
  const known = found.get(sample) ?? findingsOf(await analyze(engine, sample, sample.text)).join("\n");
  found.set(sample, known);
  return known;
}

/** How the findings of samples that are written differently differ from those of the samples. */
async function differences(by: Pick<Engine, "analyze">, change: Change): Promise<{ readonly written: number; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  let written = 0;
  for (const sample of samplesOf(change)) {
    const text = await writtenDifferently(sample.text, sample.grammar, change);
    if (text === undefined) continue;
    written++;
    const before = await findingsBefore(sample);
    const after = findingsOf(await analyze(by, sample, text)).join("\n");
    if (after !== before) failures.push(`${sample.name} (seed ${seed}):\n${after}\nand not\n${before}\nin\n${text}`);
  }
  return { written, failures };
}

for (const change of changes) {
  test(`${change.replaceAll("_", " ")}: the same findings`, { timeout: 300_000 }, async () => {
    const { written, failures } = await differences(engine, change);
    assert.ok(written > 5, `only ${written} programs can be written so`);
    assert.equal(failures.length, 0, `${failures.length} of ${written} differ:\n${failures.slice(0, 3).join("\n\n")}`);
  });
}

test("an engine that takes layout and spelling for meaning is caught", { timeout: 300_000 }, async () => {
  for (const [change, defect] of Object.entries(defects) as [Change, RegExp][]) {
    const defective: Pick<Engine, "analyze"> = {
      async analyze(source, context) {
        const report = await engine.analyze(source, context);
        const lineOf = (at: number): string =>
          source.text.slice(source.text.lastIndexOf("\n", source.text.lastIndexOf("\n", at - 1) - 1) + 1, (source.text.indexOf("\n", at) + 1 || source.text.length + 1) - 1);
        return { ...report, findings: report.findings.filter(({ focus }) => !defect.test(lineOf(focus.start))) };
      },
    };
    assert.notEqual((await differences(defective, change)).failures.length, 0, change);
  }
});

/** What an engine is misled by that does not see findings beside it: on the line, or the line above. */
const defects: Partial<Readonly<Record<Change, RegExp>>> = {
  comment_lines: /\/\/ remark/,
  comments_inside: /\/\* remark/,
  quotes: /'/,
  brackets: /= \(/,
  blocks: /^\s*\{ /m,
  renamed: /fresh_/,
  spaces: /: {3}/,
};
