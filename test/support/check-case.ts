// Runs one case of a fixture through an engine: what it says, what it rewrites, and every invariant that comes for free.
import { createTwoFilesPatch } from "diff";
import type { AnalysisContext, Engine, FilePlan, FileReport } from "../../server/src/engine/engine.ts";
import { grammarOfPath, type SourceFile } from "../../server/src/engine/source-file.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { fixtureSpace } from "./context.ts";
import { readSyntax } from "./grammars.ts";
import { choiceOf, lostComments, plainReport, planFailures, reportFailures, variants, withoutPositions } from "./invariants.ts";
import type { After, FixtureCase, Snippet } from "./markdown-fixture.ts";
import { drawMarkers, markerOf, sameMarker } from "./markers.ts";
import { stepByStep } from "./step-by-step.ts";

/** What a case showed. */
export interface CaseOutcome {
  /** Each names the line of the fixture it is about. */
  readonly failures: readonly string[];
  /** Texts for the judges: what was given and what came out of it. */
  readonly outputs: readonly Output[];
  /** `after` blocks that hold something else than the engine makes, for `UPDATE=1`. */
  readonly updates: readonly { readonly after: After; readonly text: string }[];
}

/** What a case has given. */
export interface Output {
  readonly line: number;
  readonly snippet: Snippet;
  readonly text: string;
}

/** How a case is run. */
export interface CheckOptions {
  /** Takes what the engine makes as what it should make. */
  readonly update?: boolean;
  /** How many random orders of single fixes are tried. */
  readonly orders?: number;
}

/** Checks every snippet of a case. */
export async function checkCase(engine: Engine, rule: string, { snippets }: FixtureCase, context: AnalysisContext, options: CheckOptions = {}): Promise<CaseOutcome> {
  const outcomes = [];
  for (const snippet of snippets) outcomes.push(await new SnippetCheck(engine, rule, snippet, context, options).run());
  return { failures: outcomes.flatMap(({ failures }) => failures), outputs: outcomes.flatMap(({ outputs }) => outputs), updates: outcomes.flatMap(({ updates }) => updates) };
}

class SnippetCheck {
  readonly #engine: Engine;
  readonly #rule: string;
  readonly #snippet: Snippet;
  readonly #context: AnalysisContext;
  readonly #options: CheckOptions;
  readonly #failures: string[] = [];
  readonly #outputs: Output[] = [];
  readonly #updates: { after: After; text: string }[] = [];

  constructor(engine: Engine, rule: string, snippet: Snippet, context: AnalysisContext, options: CheckOptions) {
    this.#engine = engine;
    this.#rule = rule;
    this.#snippet = snippet;
    this.#context = context;
    this.#options = options;
  }

  async run(): Promise<CaseOutcome> {
    const snippet = this.#snippet;
    const report = await this.#analyze(snippet.text);
    this.#outputs.push({ line: snippet.line, snippet, text: snippet.text });
    for (const failure of reportFailures(report)) if (!snippet.isBroken || !failure.startsWith("a part was not read")) this.#fail(failure);
    if (plainReport(report) !== plainReport(await this.#analyze(snippet.text))) this.#fail("a second analysis of the same text says something else");
    this.#checkMarkers(report);
    this.#checkSayings(report);
    for (const after of snippet.afters) await this.#checkAfter(report, after);
    if (snippet.kind !== "before") this.#checkUntouched(report);
    await this.#checkVariants(report);
    return { failures: this.#failures, outputs: this.#outputs, updates: this.#updates };
  }

  #fail(failure: string, line = this.#snippet.line): void {
    this.#failures.push(`line ${line}: ${failure}`);
  }

  #analyze(text: string): Promise<FileReport> {
    const grammar = grammarOfPath(this.#snippet.path);
    if (grammar === undefined) throw new Error(`${this.#snippet.path} is no file that the engine reads`);
    const source: SourceFile = { uri: fixtureSpace + this.#snippet.path, grammar, text };
    return this.#engine.analyze(source, this.#context);
  }

  /** The fixture's own rule is marked without exception; another rule as soon as the snippet marks it once. */
  #checkMarkers(report: FileReport): void {
    const { markers, text, language } = this.#snippet;
    const isStrict = (rule: string) => rule === this.#rule || markers.some((marker) => marker.rule === rule);
    const actual = report.findings.filter(({ rule }) => isStrict(rule)).map(({ rule, focus }) => markerOf(text, rule, focus));
    const missing = markers.filter((marker) => !actual.some((other) => sameMarker(marker, other)));
    const unmarked = actual.filter((marker) => !markers.some((other) => sameMarker(marker, other)));
    if (missing.length === 0 && unmarked.length === 0 && actual.length === markers.length) return;
    this.#fail(`markers: ${missing.length} without a finding, ${unmarked.length} findings without a marker; the engine finds\n${drawMarkers(text, actual, language === "py" ? "#" : "//")}`);
  }

  #checkSayings(report: FileReport): void {
    for (const message of this.#snippet.messages)
      if (!report.findings.some((finding) => finding.message === message)) this.#fail(`no finding says\n  ${message}\nbut\n  ${report.findings.map((finding) => finding.message).join("\n  ")}`);
    for (const manual of this.#snippet.manuals)
      if (!report.findings.some((finding) => finding.manual === manual))
        this.#fail(`no finding's manual text is\n  ${manual}\nbut\n  ${report.findings.map((finding) => finding.manual ?? "(none)").join("\n  ")}`);
  }

  /** `unfixed` and `valid`: nothing is rewritten, and `unfixed` has something to say. */
  #checkUntouched(report: FileReport): void {
    const own = report.findings.filter(({ rule }) => rule === this.#rule);
    if (this.#snippet.kind === "unfixed" && own.length === 0) this.#fail(`${this.#rule} finds nothing in an unfixed snippet`);
    const isEdited = this.#engine.plan(report, choiceOf(report, { title: undefined, strategy: undefined, isSafeOnly: false })).edits.length > 0;
    if (this.#snippet.kind === "unfixed" && isEdited) this.#fail("an unfixed snippet is rewritten");
  }

  async #checkAfter(report: FileReport, after: After): Promise<void> {
    const grammar = report.source.grammar;
    const complain = (failure: string) => this.#fail(failure, after.line);
    const choice = choiceOf(report, after);
    const plan = this.#engine.plan(report, choice);
    for (const failure of planFailures(report, choice, plan)) complain(failure);
    const text = editedText(plan);
    if (text === undefined) return;
    this.#outputs.push({ line: after.line, snippet: this.#snippet, text });

    if (text !== after.text) {
      this.#updates.push({ after, text });
      if (!this.#options.update) complain(`the fixed text differs:\n${createTwoFilesPatch("expected", "actual", after.text, text, "", "", { context: 3 })}`);
    }
    if (after.notes.length > 0 && !sameMembers(after.notes, plan.notes)) complain(`the notes are\n  ${plan.notes.join("\n  ")}`);
    const reasons = plan.skipped.map(({ reason }) => reason);
    if (!sameMembers(after.skipped, reasons)) complain(`skipped:\n  ${reasons.join("\n  ")}`);

    const [before, now] = await Promise.all([readSyntax(grammar, report.source.text), readSyntax(grammar, text)]);
    if (now.errors > before.errors) complain(`the fixed text has ${now.errors - before.errors} new syntax errors`);
    const lost = lostComments(before.comments, now.comments);
    if (lost.length > 0 && !after.losesComments) complain(`lost comments: ${lost.join(" ")}`);
    if (lost.length === 0 && after.losesComments) complain("no comment is lost");

    if (plan.skipped.length > 0) return;
    const again = await this.#analyze(text);
    const second = this.#engine.plan(again, choiceOf(again, after));
    if (second.edits.length > 0) complain(`a second fix still finds something:\n${createTwoFilesPatch("once", "twice", text, editedText(second) ?? "", "", "", { context: 2 })}`);
    if (after.title === undefined && !after.isSafeOnly) await this.#checkOrders(report, after, text);
  }

  /** Fixes applied one by one, in whatever order, lead to the same text as all at once. */
  async #checkOrders(report: FileReport, after: After, expected: string): Promise<void> {
    const count = choiceOf(report, after).length;
    if (count < 2) return;
    const orders = [(length: number) => length - 1, () => 0, ...Array.from({ length: this.#options.orders ?? 2 }, (_, seed) => randomBelow(seed + 1))];
    for (const pick of orders) {
      const { fixed, texts, failures } = await stepByStep(report, { engine: this.#engine, analyze: (text) => this.#analyze(text), choose: (of) => choiceOf(of, after), pick });
      this.#outputs.push(...texts.map((text) => ({ line: after.line, snippet: this.#snippet, text })));
      const last = texts.at(-1) ?? report.source.text;
      if (failures.length > 0) this.#fail(`one at a time (${fixed.join(", ")}): ${failures.join("; ")}`, after.line);
      else if (last !== expected)
        this.#fail(`one at a time (${fixed.join(", ")}) ends in another text:\n${createTwoFilesPatch("all at once", "one at a time", expected, last, "", "", { context: 2 })}`, after.line);
      else continue;
      return;
    }
  }

  async #checkVariants(report: FileReport): Promise<void> {
    for (const { name, write } of variants) {
      const written = write(this.#snippet.text, this.#snippet);
      if (written === undefined || written === this.#snippet.text) continue;
      const other = await this.#analyze(written);
      const [expected, actual] = [withoutPositions(report), withoutPositions(other)];
      if (expected.join("\n") !== actual.join("\n")) {
        this.#fail(`with ${name} the findings are\n  ${actual.join("\n  ")}\nand not\n  ${expected.join("\n  ")}`);
        continue;
      }
      for (const after of this.#snippet.afters) {
        const text = editedText(this.#engine.plan(report, choiceOf(report, after)));
        if (text === undefined) continue;
        const otherText = editedText(this.#engine.plan(other, choiceOf(other, after))) ?? "overlapping edits";
        const otherExpected = write(text, this.#snippet) ?? text;
        const isSame = name === "no line break at the end" ? otherText.trimEnd() === otherExpected.trimEnd() : otherText === otherExpected;
        if (!isSame)
          this.#fail(`with ${name} the fixed text is not the same:\n${createTwoFilesPatch("expected", "actual", visible(otherExpected), visible(otherText), "", "", { context: 2 })}`, after.line);
      }
    }
  }
}

/** The text after a plan; undefined where its edits cannot be applied, which `planFailures` has told. */
function editedText({ source, edits }: FilePlan): string | undefined {
  try {
    return applyEdits(source.text, edits);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const visible = (text: string): string => text.replaceAll("\r", "␍").replaceAll("\ufeff", "␢").replaceAll("\t", "⇥");

/** Whole numbers below a bound, the same ones each run (mulberry32). */
export function randomBelow(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
