import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../server/src/engine/engine.ts";
import type { Language } from "../../server/src/engine/source-file.ts";
import { suppress } from "../../server/src/engine/suppression.ts";

/** A finding of rule `a` on each `A(…)` and of rule `b` on each `B(…)`, over as many lines as it takes. */
const findingsIn = (text: string): Finding[] =>
  [...text.matchAll(/([AB])\([^)]*\)/g)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    const rule = match[1] === "A" ? "a" : "b";
    return {
      key: `${rule}:${span.start}:${span.end}`,
      rule,
      span,
      focus: { start: span.start, end: span.start + 1 },
      severity: "warning",
      message: "",
      symbol: null,
      fixes: [],
      manual: "",
      related: [],
    };
  });

/** What is kept, as `rule:line`, and the problems. */
function check(text: string, kept: readonly string[], problems: readonly string[] = [], language: Language = "python"): void {
  const findings = findingsIn(text);
  const result = suppress(text, language, findings);
  assert.deepEqual(
    result.kept.map(({ rule, span }) => `${rule}:${text.slice(0, span.start).split(/\r\n|\r|\n/).length}`),
    kept,
    text,
  );
  assert.equal(result.suppressed, findings.length - kept.length);
  assert.deepEqual(result.problems, problems, text);
}

test("a comment at the end of a line takes away that line's findings of its rules only", () => {
  check("A(); B()  # portkey-migrate-ignore a: kept on purpose\nA()\n", ["b:1", "a:2"]);
  check("A(); B()  # portkey-migrate-ignore a, b: kept on purpose\n", []);
  check("A(); B()  # portkey-migrate-ignore a b: kept on purpose\n", []);
  check("A()  # noqa # portkey-migrate-ignore a: kept\n", []);
});

test("a comment alone on its line speaks of the next line with code", () => {
  check("# portkey-migrate-ignore a: kept\nA()\nA()\n", ["a:3"]);
  check("  # portkey-migrate-ignore a: kept\n  # portkey-migrate-ignore b: kept too\n  # and more words\n  A(); B()\n", []);
  check("x = 1  # portkey-migrate-ignore a: kept\nA()\n", ["a:2"]);
  check("# portkey-migrate-ignore a: kept\n\nA()\n", ["a:3"]);
});

test("a call over several lines is meant from its first or its last line", () => {
  check("A(\n  1\n)  # portkey-migrate-ignore a: kept\n", []);
  check("A(  # portkey-migrate-ignore a: kept\n  1\n)\n", []);
  check("A(\n  1  # portkey-migrate-ignore a: kept\n)\n", ["a:1"]);
});

test("a comment for the file takes away everything, or the rules it names", () => {
  check("A()\n# portkey-migrate-ignore-file: an example of the old way\nB()\n", []);
  check("# portkey-migrate-ignore-file a: an example of the old way\nA()\nB()\n", ["b:3"]);
});

test("TypeScript's comments are read in each form", () => {
  const ts = (text: string, kept: readonly string[]) => check(text, kept, [], "typescript");
  ts("A() // portkey-migrate-ignore a: kept\n", []);
  ts("A() /* portkey-migrate-ignore a: kept */\n", []);
  ts("/* portkey-migrate-ignore a: kept */\nA()\n", []);
  ts("/**\n * portkey-migrate-ignore-file a: kept\n */\nA()\n", []);
  ts("{/* portkey-migrate-ignore a: kept */}\nA()\n", []);
  ts("A() # portkey-migrate-ignore a: kept\n", ["a:1"]);
});

test("words that only look like a suppression have no effect", () => {
  check('x = "portkey-migrate-ignore a: no"; A()\n', ["a:1"]);
  check("A()  # see portkey-migrate-ignore a: no\n", ["a:1"]);
  check("A()  # portkey-migrate-ignored a: no\n", ["a:1"]);
  check("A()  // portkey-migrate-ignore a: no\n", ["a:1"]);
});

test("a suppression without a reason or a rule is reported", () => {
  check("A()  # portkey-migrate-ignore a\n", [], ['line 1: the suppression gives no reason; write "portkey-migrate-ignore a: why"']);
  check("A()  # portkey-migrate-ignore a, b:  \n", [], ['line 1: the suppression gives no reason; write "portkey-migrate-ignore a, b: why"']);
  check("\nA()  # portkey-migrate-ignore\n", ["a:2"], ['line 2: portkey-migrate-ignore names no rule, so it has no effect; write "portkey-migrate-ignore litellm-completion: why"']);
  check("# portkey-migrate-ignore-file\nA()\n", [], ['line 1: the suppression gives no reason; write "portkey-migrate-ignore-file: why"']);
});

test("line ends of any kind are counted", () => {
  check("x\r\nA()  # portkey-migrate-ignore a: kept\r\nA()\r\n", ["a:3"]);
  check("x\rA()  # portkey-migrate-ignore a: kept\rA()\r", ["a:3"]);
});
