// Whatever a client of a proxy looks like and however its models are given: a fix changes all of it or nothing, and what it makes is valid.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { FileReport } from "../../server/src/engine/engine.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { randomBelow } from "../support/check-case.ts";
import { contextOf, fixtureSpace } from "../support/context.ts";
import { readSyntax, testHost } from "../support/grammars.ts";
import { choiceOf, lostComments, planFailures, reportFailures } from "../support/invariants.ts";
import { complaintsAboutRewrites } from "../support/judges.ts";
import { type ProxyProgram, proxyPrograms } from "../support/proxy-programs.ts";
import { stepByStep } from "../support/step-by-step.ts";

// The usual run is the same each time; `PROPERTY_RUNS=2000` looks further, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 120, seed: 1 } : { numRuns: Number(given) };

const engine = await createEngine(testHost);

const choose = (report: FileReport) => choiceOf(report, { title: undefined, strategy: undefined, isSafeOnly: false });

const count = (text: string, part: string): number => text.split(part).length - 1;

/** What is half done: a site whose address has changed while something of the proxy's stays, or the other way round. */
function halves({ text: before, sites }: ProxyProgram, after: string): string[] {
  return sites.flatMap(({ address, proxyOnly }) => {
    const isRewritten = !after.includes(address);
    return proxyOnly.flatMap((part) => {
      const [was, is] = [count(before, part), count(after, part)];
      // An entry of a table that no request takes keeps its name.
      if (isRewritten && is > 0 && !(/alias-/.test(part) && /^["'][^"']*["']$/.test(part))) return [`${address} is rewritten, and ${part} is still there`];
      return !isRewritten && is !== was ? [`${address} is not rewritten, and ${part} is changed`] : [];
    });
  });
}

test("a site is rewritten whole or not at all, into a program that can be read", { timeout: 300_000 }, async () => {
  const written: { readonly from: string; readonly text: string }[] = [];
  let rewritten = 0;
  await fc.assert(
    fc.asyncProperty(proxyPrograms, fc.nat(), async (program, seed) => {
      const { context } = contextOf({ settings: { modelMap: program.modelMap }, proxyConfigs: [], snippets: [] });
      const analyze = (text: string) => engine.analyze({ uri: `${fixtureSpace}x.ts`, grammar: "typescript", text }, context);
      const report = await analyze(program.text);
      const choice = choose(report);
      const plan = engine.plan(report, choice);
      const after = applyEdits(program.text, plan.edits);
      const [syntaxBefore, syntaxAfter] = await Promise.all([readSyntax("typescript", program.text), readSyntax("typescript", after)]);
      const failures = [
        ...reportFailures(report),
        ...planFailures(report, choice, plan),
        ...halves(program, after),
        ...lostComments(syntaxBefore.comments, syntaxAfter.comments).map((comment) => `lost ${comment}`),
        ...plan.skipped.map(({ finding, reason }) => `${finding} is skipped: ${reason}`),
        ...choose(await analyze(after)).map(({ finding }) => `${finding} is offered again`),
      ];
      const steps = await stepByStep(report, { engine, analyze, choose, pick: randomBelow(seed) });
      failures.push(...steps.failures);
      if (steps.failures.length === 0 && (steps.texts.at(-1) ?? program.text) !== after) failures.push(`one by one ends in\n${steps.texts.at(-1)}`);
      assert.equal(failures.length, 0, `${failures.join("\n")}\n\nfrom\n${program.text}\nto\n${after}`);
      rewritten += program.sites.filter(({ address }) => !after.includes(address)).length;
      written.push({ from: program.text, text: after });
    }),
    parameters,
  );
  assert.deepEqual(await complaintsAboutRewrites(written), []);
  assert.ok(rewritten > parameters.numRuns / 2, `only ${rewritten} sites of ${parameters.numRuns} programs are rewritten`);
});
