// Whatever a call looks like and wherever it stands: what a fix makes of it is valid, and a call that its client takes.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { AnalysisContext } from "../../server/src/engine/engine.ts";
import { type Strategy, strategies } from "../../server/src/engine/settings.ts";
import { contextOf } from "../support/context.ts";
import { testHost } from "../support/grammars.ts";
import { startPython } from "../support/python-session.ts";
import { requestPrograms } from "../support/request-programs.ts";
import { Rewriting } from "../support/rewriting.ts";
import type { ReadProgram } from "../support/sdk-model.ts";

// The usual run is the same each time; `PROPERTY_RUNS=2000` looks further, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 40, seed: 1 } : { numRuns: Number(given) };

const engine = await createEngine(testHost);
const python = startPython<ReadProgram>([fileURLToPath(new URL("../support/written_calls.py", import.meta.url))]);
after(() => python.stop());

const providerSlugs = { openai: "openai-prod", anthropic: "anthropic-main", azure: "azure-us-east", groq: "groq-main", cohere: "cohere-main" };

/** Folders that have chosen a strategy: with its slugs named, fixes can be safe, and with an adapter, models may be decided at run time. */
const contexts = (strategy: Strategy): readonly AnalysisContext[] =>
  [{ strategy }, { strategy, providerSlugs }, { strategy, providerSlugs, adapterPath: "portkey_adapter.py" }].map((settings) => contextOf({ settings, proxyConfigs: [], snippets: [] }).context);

for (const strategy of strategies)
  test(`what the fixes of ${strategy} make of a program is valid, and its calls are those of the client`, async () => {
    let rewritten = 0;
    await fc.assert(
      fc.asyncProperty(requestPrograms, fc.constantFrom(...contexts(strategy)), fc.nat(), async (text, context, seed) => {
        const rewriting = await Rewriting.of({ engine, python }, text, context);
        const failures = await rewriting.failures(strategy, seed);
        assert.equal(failures.length, 0, `${failures.join("\n\n")}\n\nfrom\n${text}`);
        rewritten += rewriting.rewritten;
      }),
      parameters,
    );
    assert.ok(rewritten > parameters.numRuns, `only ${rewritten} fixes in ${parameters.numRuns} programs`);
  });
