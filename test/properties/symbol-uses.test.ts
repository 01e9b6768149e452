// No use of the package is without a finding, and none is told of twice: over every text of the fixtures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { symbolUses } from "../../server/src/engine/rules/litellm/symbol-uses.ts";
import type { Rule } from "../../server/src/engine/rules/rule.ts";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import { contains, type Span } from "../../server/src/engine/text/span.ts";
import { plainContext } from "../support/context.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { testHost } from "../support/grammars.ts";

test("each use of the package in the fixtures lies in exactly one finding of its family", async () => {
  const uses: { readonly span: Span; readonly family: string; readonly path: string }[] = [];
  /** Sees what every rule sees, and finds nothing itself. */
  const observer: Rule = {
    id: "observer",
    title: "uses",
    why: "",
    languages: ["python", "typescript"],
    severity: "hint",
    minutesByHand: 0,
    detect(context) {
      for (const { id } of rules) for (const { reference, family } of symbolUses(context, id)) uses.push({ span: reference.span, family, path: reference.path });
      const known = new Set(uses.map(({ span }) => `${span.start}:${span.end}`));
      for (const { span, path, role } of context.facts.references) {
        if (role === "value" || catalog.symbolOwner(path)?.rest !== "") continue;
        assert.ok(known.has(`${span.start}:${span.end}`), `${path} belongs to no rule`);
      }
      return [];
    },
  };
  const engine = await createEngine(testHost, { rules: [...rules, observer] });
  let seen = 0;
  for (const { fixture } of fixtureFiles()) {
    for (const { snippets } of fixture.cases) {
      for (const { path, text } of snippets) {
        const grammar = grammarOfPath(path);
        if (grammar === undefined) continue;
        uses.length = 0;
        const report = await engine.analyze({ uri: `file:///project/${path}`, grammar, text }, plainContext);
        assert.deepEqual(report.problems, [], fixture.rule);
        for (const use of uses) {
          seen++;
          const own = report.findings.filter(({ rule, focus, span }) => rule === use.family && (contains(focus, use.span) || contains(span, use.span)));
          const exact = own.filter(({ focus }) => focus.start === use.span.start);
          assert.ok(exact.length <= 1 && own.length >= 1, `${fixture.rule}: ${use.path} has ${own.length} findings of ${use.family} in\n${text}`);
        }
      }
    }
  }
  assert.ok(seen > 200, `only ${seen} uses`);
});
