// What is found hangs on what a program means: other names, another layout, another order of imports and blocks around it change nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { AnalysisContext, Engine, FileReport, Finding } from "../../server/src/engine/engine.ts";
import { endWithToolComments } from "../../server/src/engine/rewrite/tool-comments.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { suppressionMarker } from "../../server/src/engine/text/suppression-marker.ts";
import { contextOf, plainContext } from "../support/context.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { readSyntax, testHost } from "../support/grammars.ts";
import { choiceOf, lostComments } from "../support/invariants.ts";
import { judge } from "../support/judges.ts";
import { pythonPrograms } from "../support/python-programs.ts";
import { type Change, changes, findingsOf, writtenDifferently } from "../support/same-meaning.ts";

interface Sample {
  readonly name: string;
  readonly uri: string;
  readonly text: string;
  readonly context: AnalysisContext;
}

/** A sample written differently, with the changes that led to it. */
interface Variant {
  readonly sample: Sample;
  readonly made: readonly Change[];
  readonly text: string;
}

// The usual run is the same each time; `PROPERTY_RUNS=500` makes more programs and more variants, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const seed = given === undefined ? 1 : Date.now() % 100_000;
const generated = fc.sample(pythonPrograms, { numRuns: Number(given ?? 60), seed });
/** Of so many programs one is written in one way. */
const stride = given === undefined ? 13 : 1;

/** Written in every way, so that each change has something to mislead an engine with, whatever fixtures there are. */
const always: Sample = {
  name: "program with names of models",
  uri: "file:///project/x.py",
  text: [
    "import os",
    "from litellm import completion",
    "",
    'MODEL = "openai/gpt-4o"',
    "",
    'def ask(messages, model="anthropic/claude-3-5-sonnet-20240620"):',
    "    return completion(model=model, messages=messages)",
    "",
  ].join("\n"),
  context: plainContext,
};

const samples: readonly Sample[] = [
  always,
  ...fixtureFiles().flatMap(({ fixture }) =>
    fixture.cases.flatMap((each) =>
      each.snippets
        // A suppression comment is about the lines around it.
        .filter(({ language, isBroken, text }) => language === "py" && !isBroken && !text.includes(suppressionMarker))
        .map(({ path, text, line }) => ({ name: `${fixture.rule}.md:${line}`, uri: `file:///project/${path}`, text, context: contextOf(each).context })),
    ),
  ),
  ...generated.map((text, index) => ({ name: `program ${index}`, uri: "file:///project/x.py", text, context: plainContext })),
];

/** One change at a time, and all of layout, all of structure on top of each other. */
const layout = changes.filter((change) => !["wrapped", "reordered_imports", "renamed"].includes(change));
const ways: readonly (readonly Change[])[] = [...changes.map((change) => [change]), ["renamed", "reordered_imports", "wrapped", "brackets", "continuations"], layout];
const everything = { title: undefined, strategy: undefined, isSafeOnly: false };

const engine = await createEngine(testHost);
const variants = await variantsOf(samples);

/** Each way takes other samples, by their texts, so that a new one takes none away; of imports on neighboring lines there are few. */
function waysOf({ text }: Sample): (readonly Change[])[] {
  return ways.filter((way, number) => text === always.text || way[0] === "reordered_imports" || (numberOf(text) + number) % stride === 0);
}

/** A number that hangs on every character of a text. */
function numberOf(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

async function variantsOf(all: readonly Sample[]): Promise<Variant[]> {
  const written = await writtenDifferently(all.map((sample) => ({ text: sample.text, kinds: waysOf(sample), seed })));
  return all.flatMap((sample, index) => {
    const taken = waysOf(sample);
    return taken.flatMap((made, way) => [written[index]?.[way]].flatMap((text) => (typeof text === "string" ? [{ sample, made, text }] : [])));
  });
}

const analyze = (by: Pick<Engine, "analyze">, { uri, context }: Sample, text: string): Promise<FileReport> => by.analyze({ uri, grammar: "python", text }, context);

/** What a report tells whatever the spelling; where a string is in pieces its call is not rewritten, so that uses of the answer are told of too. */
const toldOf = (report: FileReport, made: readonly Change[]): string =>
  findingsOf(report)
    .filter((finding) => !(made.includes("pieces") && finding.startsWith("litellm-response-field ")))
    .join("\n");

/** How the findings of variants differ from those of their samples. */
async function differences(by: Pick<Engine, "analyze">, chosen: readonly Variant[]): Promise<string[]> {
  const expected = new Map<Sample, FileReport>();
  const failures: string[] = [];
  for (const { sample, made, text } of chosen) {
    const original = expected.get(sample) ?? (await analyze(by, sample, sample.text));
    expected.set(sample, original);
    const before = toldOf(original, made);
    const after = toldOf(await analyze(by, sample, text), made);
    if (after !== before) failures.push(`${sample.name}, ${made.join(", ")} (seed ${seed}):\n${after}\nand not\n${before}\nin\n${text}`);
  }
  return failures;
}

for (const way of ways) {
  test(`${way.join(", ").replaceAll("_", " ")}: the same findings`, async () => {
    const chosen = variants.filter(({ made }) => made === way);
    assert.ok(chosen.length > 5, `only ${chosen.length} programs can be written so`);
    const failures = await differences(engine, chosen);
    assert.equal(failures.length, 0, `${failures.length} of ${chosen.length} differ:\n${failures.slice(0, 3).join("\n\n")}`);
  });
}

test("every fix of a program in another layout is valid and keeps its comments", async () => {
  const fixed: { readonly variant: Variant; readonly text: string }[] = [];
  for (const variant of variants.filter(({ made }) => made.length > 1 || made[0] === "trailing_comments" || made[0] === "continuations")) {
    const report = await analyze(engine, variant.sample, variant.text);
    const { edits } = engine.plan(report, choiceOf(report, everything));
    if (edits.length > 0) fixed.push({ variant, text: applyEdits(variant.text, edits) });
  }
  const verdicts = await judge(fixed.map(({ text }) => ({ language: "py" as const, text })));
  const failures = await Promise.all(
    fixed.map(async ({ variant, text }, index) => {
      const [before, after] = await Promise.all([readSyntax("python", variant.text), readSyntax("python", text)]);
      // What only tells a tool about a line goes with it.
      const lost = lostComments(before.comments, after.comments).filter((comment) => endWithToolComments(comment, 0) === 0);
      const wrong = verdicts[index] ?? (lost.length > 0 ? `lost ${lost.join(" ")}` : undefined);
      return wrong === undefined ? [] : [`${variant.sample.name}, ${variant.made.join(", ")} (seed ${seed}): ${wrong}\n${text}\nfrom\n${variant.text}`];
    }),
  );
  assert.ok(fixed.length > 30, `only ${fixed.length} fixes`);
  assert.equal(failures.flat().length, 0, `${failures.flat().length} of ${fixed.length}:\n${failures.flat().slice(0, 3).join("\n\n")}`);
});

/** Engines that take layout or spelling for meaning: which findings each would not see. */
const defects: Readonly<Record<Change, (finding: Finding, line: string, above: string, text: string) => boolean>> = {
  trailing_comments: (_, line) => line.includes("#"),
  comment_lines: (_, __, above) => above.trimStart().startsWith("#"),
  blank_lines: (_, __, above) => above.trim() === "",
  line_breaks: (_, __, above) => /[,([{=]$/.test(above),
  continuations: (_, __, above) => above.endsWith("\\"),
  spaces: (_, line) => /\S {2}/.test(line),
  quotes: ({ focus }, _, __, text) => /^r|'/.test(text.slice(focus.start, focus.end)),
  pieces: ({ focus }, _, __, text) => text.slice(focus.start, focus.end).includes("\" '"),
  trailing_commas: (_, line) => /,[)\]}]/.test(line),
  brackets: (_, line) => /[=( ]\(/.test(line),
  semicolons: (_, line) => line.includes(";"),
  one_line_suites: (_, line) => /^\s*(?:async def|def|if|else|try|with|for|except|class)\b.*: \S/.test(line),
  wrapped: (_, line) => line.startsWith("    "),
  reordered_imports: ({ rule }, _, above) => rule === "litellm-import" && above.includes("import "),
  renamed: ({ focus, symbol }, _, __, text) => symbol !== null && !symbol.includes(/\w+/.exec(text.slice(focus.start))?.[0] ?? ""),
};

/** The engine with a defect. */
const defective = (change: Change): Pick<Engine, "analyze"> => ({
  async analyze(source, context) {
    const report = await engine.analyze(source, context);
    const findings = report.findings.filter((finding) => {
      const start = source.text.lastIndexOf("\n", finding.focus.start - 1) + 1;
      const end = source.text.indexOf("\n", start);
      const above = source.text.slice(source.text.lastIndexOf("\n", start - 2) + 1, Math.max(start - 1, 0));
      return !defects[change](finding, source.text.slice(start, end < 0 ? undefined : end), above, source.text);
    });
    return { ...report, findings };
  },
});

for (const change of changes) {
  test(`an engine that ${change.replaceAll("_", " ")} mislead is caught`, async () => {
    const chosen = variants.filter(({ made }) => made.length === 1 && made[0] === change);
    assert.notEqual((await differences(defective(change), chosen)).length, 0);
  });
}
