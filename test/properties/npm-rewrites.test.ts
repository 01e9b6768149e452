// Whatever a call of npm's `litellm` looks like and wherever it stands: what a fix makes of it is valid, keeps its comments and holds nothing of the package's.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { FileReport } from "../../server/src/engine/engine.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { ModuleIndex } from "../../server/src/engine/workspace/module-index.ts";
import { randomBelow } from "../support/check-case.ts";
import { contextOf, fixtureSpace } from "../support/context.ts";
import { readSyntax, testHost } from "../support/grammars.ts";
import { choiceOf, lostComments, planFailures, reportFailures } from "../support/invariants.ts";
import { complaintsAboutRewrites } from "../support/judges.ts";
import { npmPrograms } from "../support/npm-programs.ts";
import { stepByStep } from "../support/step-by-step.ts";

// The usual run is the same each time; `PROPERTY_RUNS=2000` looks further, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 60, seed: 1 } : { numRuns: Number(given) };

const engine = await createEngine(testHost);
const providerSlugs = { openai: "openai-prod", anthropic: "anthropic-main", mistral: "mistral-prod", ollama: "ollama-local" };

const uri = `${fixtureSpace}x.ts`;

/** An npm package that is one file, beside which an adapter has its place. */
function packageOf(text: string): ModuleIndex {
  const modules = new ModuleIndex(catalog);
  modules.addPackage(fixtureSpace, false);
  modules.setText(uri, text);
  modules.allRead();
  return modules;
}

for (const strategy of ["openai-client", "portkey-sdk", "adapter"] as const)
  test(`what the fixes of ${strategy} make of a program is valid, and nothing in it is the package's`, { timeout: 300_000 }, async () => {
    const { context } = contextOf({ settings: { providerSlugs, strategy }, proxyConfigs: [], snippets: [] });
    const analyze = (text: string) => engine.analyze({ uri, grammar: "typescript", text }, { ...context, workspace: { ...context.workspace, modules: packageOf(text) } });
    const choose = (report: FileReport) => choiceOf(report, { title: undefined, strategy, isSafeOnly: false });
    const written: { readonly from: string; readonly text: string }[] = [];
    let rewritten = 0;
    await fc.assert(
      fc.asyncProperty(npmPrograms, fc.nat(), async ({ text, packageOnly }, seed) => {
        const report = await analyze(text);
        const choice = choose(report);
        const plan = engine.plan(report, choice);
        const after = applyEdits(text, plan.edits);
        const [syntaxBefore, syntaxAfter] = await Promise.all([readSyntax("typescript", text), readSyntax("typescript", after)]);
        const isGone = !/litellm/.test(after);
        const failures = [
          ...reportFailures(report),
          ...planFailures(report, choice, plan),
          ...lostComments(syntaxBefore.comments, syntaxAfter.comments).map((comment) => `lost ${comment}`),
          ...plan.skipped.map(({ finding, reason }) => `${finding} is skipped: ${reason}`),
          ...choose(await analyze(after)).map(({ finding }) => `${finding} is offered again`),
          ...(isGone && strategy !== "adapter" ? packageOnly.filter((part) => after.includes(part)).map((part) => `${part} is still there`) : []),
          ...(isGone && /\b(?:completion|embedding|ask|embed)\(/.test(after) && strategy !== "adapter" ? ["a function of the package is called that nothing gives"] : []),
        ];
        const steps = await stepByStep(report, { engine, analyze, choose, pick: randomBelow(seed) });
        failures.push(...steps.failures);
        if (steps.failures.length === 0 && (steps.texts.at(-1) ?? text) !== after) failures.push(`one by one ends in\n${steps.texts.at(-1)}`);
        assert.equal(failures.length, 0, `${failures.join("\n")}\n\nfrom\n${text}\nto\n${after}`);
        if (after !== text) rewritten++;
        written.push({ from: text, text: after });
      }),
      parameters,
    );
    assert.deepEqual(await complaintsAboutRewrites(written), []);
    assert.ok(rewritten > parameters.numRuns / 2, `only ${rewritten} of ${parameters.numRuns} programs are rewritten`);
  });
