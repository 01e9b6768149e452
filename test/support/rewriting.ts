// What has to hold for all that the fixes of a Python program make of it.

import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import type { AnalysisContext, ChosenFix, Engine, FileReport } from "../../server/src/engine/engine.ts";
import type { Strategy } from "../../server/src/engine/settings.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { randomBelow } from "./check-case.ts";
import { fixtureSpace } from "./context.ts";
import { readSyntax } from "./grammars.ts";
import { choiceOf, lostComments, planFailures, reportFailures } from "./invariants.ts";
import type { PythonSession } from "./python-session.ts";
import { callFailures, clientCalls, type ReadProgram } from "./sdk-model.ts";
import { stepByStep } from "./step-by-step.ts";

/** Who makes the fixes, and who reads what they make. */
export interface Readers {
  readonly engine: Engine;
  /** Runs `written_calls.py`. */
  readonly python: PythonSession<ReadProgram>;
}

/** What a program has that its fixes keep, or must not add to. */
interface Before {
  readonly comments: readonly string[];
  readonly unbound: ReadonlySet<string>;
}

/** A program before its fixes, with what has to hold for all that comes of it. */
export class Rewriting {
  readonly #readers: Readers;
  readonly #text: string;
  readonly #context: AnalysisContext;
  readonly #before: Before;
  /** How many choices of fixes changed the text. */
  rewritten = 0;

  private constructor(readers: Readers, text: string, context: AnalysisContext, before: Before) {
    this.#readers = readers;
    this.#text = text;
    this.#context = context;
    this.#before = before;
  }

  /** Rejects for a text that is no Python program. */
  static async of(readers: Readers, text: string, context: AnalysisContext): Promise<Rewriting> {
    const [{ comments }, program] = await Promise.all([readSyntax("python", text), readers.python.ask(text)]);
    if ("error" in program) throw new SyntaxError(`${program.error} in\n${text}`);
    return new Rewriting(readers, text, context, { comments, unbound: new Set(program.unbound) });
  }

  readonly analyze = (text: string): Promise<FileReport> => this.#readers.engine.analyze({ uri: `${fixtureSpace}x.py`, grammar: "python", text }, this.#context);

  /** What is wrong with what the fixes of a strategy make of the program, all at once and one by one, and with each fix by itself. */
  async failures(strategy: Strategy, seed: number): Promise<string[]> {
    const { engine } = this.#readers;
    const report = await this.analyze(this.#text);
    const choose = (of: FileReport) => choiceOf(of, { title: undefined, strategy, isSafeOnly: false });
    const plan = engine.plan(report, choose(report));
    const whole = applyEdits(this.#text, plan.edits);
    const failures = [...reportFailures(report), ...(await this.#fixFailures(report, choose(report), strategy))];
    // Where two fixes meet, one is left for another pass.
    if (plan.skipped.length === 0) {
      for (const { finding } of choose(await this.analyze(whole))) failures.push(`${finding} is offered again`);
      const steps = await stepByStep(report, { engine, analyze: this.analyze, choose, pick: randomBelow(seed) });
      failures.push(...steps.failures);
      for (const text of steps.texts) failures.push(...(await this.#textFailures(text, strategy)));
      const last = steps.texts.at(-1) ?? this.#text;
      if (steps.failures.length === 0 && last !== whole) failures.push(`one by one (${steps.fixed.join(", ")}) ends in\n${last}\nand all at once in\n${whole}`);
    }
    for (const { key, fixes } of report.findings) for (const fix of fixes) failures.push(...(await this.#fixFailures(report, [{ finding: key, strategy: fix.strategy }], fix.strategy)));
    return failures;
  }

  /** What is wrong with a choice of fixes of one strategy, and with the text after it. */
  async #fixFailures(report: FileReport, choice: readonly ChosenFix[], strategy: Strategy): Promise<string[]> {
    const plan = this.#readers.engine.plan(report, choice);
    const failures = planFailures(report, choice, plan);
    if (plan.edits.length === 0) return failures;
    this.rewritten++;
    const requests = report.findings.filter(({ key, symbol, isImport }) => plan.applied.includes(key) && !isImport && symbol !== null && catalog.request(symbol));
    return [...failures, ...(await this.#textFailures(applyEdits(this.#text, plan.edits), strategy, requests.length))];
  }

  /** What is wrong with a text after fixes of a strategy, which made clients send so many requests. */
  async #textFailures(text: string, strategy: Strategy, requests?: number): Promise<string[]> {
    const [{ comments }, program] = await Promise.all([readSyntax("python", text), this.#readers.python.ask(text)]);
    if ("error" in program) return [`by ${strategy}: ${program.error} in\n${text}`];
    const failures = [
      ...lostComments(this.#before.comments, comments).map((comment) => `lost ${comment}`),
      ...program.unbound.filter((name) => !this.#before.unbound.has(name)).map((name) => `\`${name}\` is not bound`),
    ];
    const calls = clientCalls(program.calls);
    if (strategy === "portkey-sdk" || strategy === "openai-client") {
      for (const call of calls) failures.push(...callFailures(call, strategy).map((failure) => `\`${call.method}\`: ${failure}`));
      if (requests !== undefined && calls.length !== requests) failures.push(`${requests} requests became ${calls.length} calls of a client`);
    } else if (calls.length > 0) failures.push(`${calls.length} calls of a client`);
    return failures.map((failure) => `by ${strategy}: ${failure} in\n${text}`);
  }
}
