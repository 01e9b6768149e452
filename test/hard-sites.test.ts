// Places that break a rewriter which looks at one call alone: what is found there, and what each strategy makes of the whole text.
// `UPDATE=1` writes what the engine makes into the `after` blocks.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { createEngine } from "../server/src/engine/create-engine.ts";
import { strategies } from "../server/src/engine/settings.ts";
import { applyEdits } from "../server/src/engine/text/edits.ts";
import { chooseBatch } from "../server/src/engine/workspace/selection.ts";
import { contextOf, fixtureSpace } from "./support/context.ts";
import { testHost } from "./support/grammars.ts";
import { planFailures, reportFailures } from "./support/invariants.ts";
import { type Exhibit, judge } from "./support/judges.ts";
import { type After, readFixture, updateFixture } from "./support/markdown-fixture.ts";
import { drawMarkers, markerOf } from "./support/markers.ts";

const url = new URL("./fixtures/hard-sites.md", import.meta.url);
const markdown = readFileSync(url, "utf8");
const fixture = readFixture("hard-sites", markdown);
const engine = await createEngine(testHost);
const exhibits: Exhibit[] = [];
const updates: { readonly after: After; readonly text: string }[] = [];

test("the fixture can be read", () => assert.deepEqual(fixture.problems, []));

for (const { name, snippets } of fixture.cases) {
  for (const { text, markers, afters, path } of snippets) {
    for (const strategy of strategies) {
      test(`${name}: ${strategy}`, async () => {
        const { context } = contextOf({ settings: { strategy, adapterPath: "portkey_adapter.py" }, proxyConfigs: [], snippets });
        const report = await engine.analyze({ uri: fixtureSpace + path, grammar: "python", text }, context);
        assert.deepEqual(reportFailures(report), []);
        const found = report.findings.map(({ rule, focus }) => markerOf(text, rule, focus));
        // Where LiteLLM stays, what may stay with it is not told.
        const silent = strategy === "keep-litellm" ? markers.filter(({ rule }) => !found.some((marker) => marker.rule === rule)) : [];
        assert.equal(drawMarkers(text, [...found, ...silent], "#"), drawMarkers(text, markers, "#"));
        const chosen = chooseBatch([report], { safety: "safe-and-unsafe" }).chosenIn(report);
        const plan = engine.plan(report, chosen);
        assert.deepEqual(planFailures(report, chosen, plan), []);
        assert.deepEqual(plan.skipped, []);
        const result = applyEdits(text, plan.edits);
        exhibits.push({ language: "py", text: result });
        const wanted = afters.find((each) => each.strategy === strategy);
        if (process.env.UPDATE === "1" && wanted) updates.push({ after: wanted, text: result });
        else assert.equal(result, wanted?.text ?? text);
      });
    }
  }
}

test("CPython can read what every strategy makes of them", async () =>
  assert.deepEqual(
    (await judge(exhibits)).filter((verdict) => verdict !== undefined),
    [],
  ));

after(() => {
  if (updates.length > 0) writeFileSync(url, updateFixture(markdown, updates));
});
