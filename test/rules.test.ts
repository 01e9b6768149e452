// Every case of every rule's fixture, with every invariant. `UPDATE=1` writes what the engine makes into the `after` blocks.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { createEngine } from "../server/src/engine/create-engine.ts";
import { grammarOfPath } from "../server/src/engine/source-file.ts";
import { checkCase, type Output } from "./support/check-case.ts";
import { contextOf, plainContext } from "./support/context.ts";
import { fixtureFiles } from "./support/fixture-files.ts";
import { testHost } from "./support/grammars.ts";
import { judge } from "./support/judges.ts";
import { type After, updateFixture } from "./support/markdown-fixture.ts";

const update = process.env.UPDATE === "1";
const engine = await createEngine(testHost);
const outputs: (Output & { readonly file: string })[] = [];

for (const { url, markdown, fixture } of fixtureFiles()) {
  const file = `test/fixtures/rules/${fixture.rule}.md`;
  const updates: { readonly after: After; readonly text: string }[] = [];

  test(`${fixture.rule}: the fixture can be read`, () => {
    assert.deepEqual(fixture.problems, []);
    assert.ok(fixture.cases.length > 0, "it has no case");
  });

  for (const each of fixture.cases) {
    test(`${fixture.rule}: ${each.name}`, async () => {
      const { context, problems } = contextOf(each);
      assert.deepEqual(problems, []);
      const outcome = await checkCase(engine, fixture.rule, each, context, { update });
      outputs.push(...outcome.outputs.map((output) => ({ ...output, file })));
      updates.push(...outcome.updates);
      if (outcome.failures.length > 0) assert.fail(outcome.failures.map((failure) => `${file}: ${failure}`).join("\n"));
    });
  }

  if (update) test(`${fixture.rule}: after blocks are written`, () => writeFileSync(url, updateFixture(markdown, updates)));
}

test("what is written for LiteLLM carries none of the traps of Portkey's SDK", async () => {
  const written = outputs.filter(({ file }) => file.includes("/litellm-"));
  const traps: string[] = [];
  for (const { file, line, snippet, text } of new Map(written.map((output) => [`${output.snippet.language}\n${output.text}`, output])).values()) {
    const path = `after.${snippet.language}`;
    const grammar = grammarOfPath(path);
    assert.ok(grammar);
    const { findings } = await engine.analyze({ uri: `file:///${path}`, text, grammar }, plainContext);
    traps.push(...findings.filter(({ rule }) => rule.startsWith("portkey-")).map(({ rule, message }) => `${file}: line ${line}: ${rule}: ${message}\n${text}`));
  }
  assert.deepEqual(traps, []);
});

test("CPython and TypeScript can read every text before and after", async () => {
  const distinct = [...new Map(outputs.filter(({ snippet }) => !snippet.isBroken).map((output) => [`${output.snippet.language}\n${output.text}`, output])).values()];
  const verdicts = await judge(distinct.map(({ snippet, text }) => ({ language: snippet.language, text })));
  const failures = distinct.flatMap(({ file, line, text }, index) => (verdicts[index] === undefined ? [] : [`${file}: line ${line}: ${verdicts[index]}\n${text}`]));
  assert.deepEqual(failures, []);
});
