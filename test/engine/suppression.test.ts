import assert from "node:assert/strict";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { defineRule, type Rule } from "../../server/src/engine/rules/rule.ts";
import { suppressionComment } from "../../server/src/engine/rules/suppression/suppression-comment.ts";
import { defaultSettings, type Settings } from "../../server/src/engine/settings.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { auditOf } from "../../server/src/engine/workspace/audit.ts";
import { chooseFixes } from "../../server/src/engine/workspace/selection.ts";
import { emptyWorkspace } from "../../server/src/engine/workspace/workspace.ts";
import { testHost } from "../support/grammars.ts";

let current = "";

/** A rule that finds each `A(…)` or `B(…)` in the current text, over as many lines as it takes. */
const ruleOn = (id: string, letter: string): Rule =>
  defineRule({
    id,
    title: "Example",
    why: "It is an example.",
    languages: ["python", "typescript"],
    severity: "warning",
    minutesByHand: 1,
    *detect() {
      if (current.includes("THROW")) throw new Error("a defect");
      for (const { 0: call, index } of current.matchAll(new RegExp(`${letter}\\([^)]*\\)`, "g"))) {
        const span = { start: index, end: index + call.length };
        yield { span, focus: { start: span.start, end: span.start + 1 }, message: "it is old", symbol: null, fixes: [], manual: "Ask." };
      }
    },
  });

const engine = await createEngine(testHost, { rules: [ruleOn("a", "A"), ruleOn("b", "B"), suppressionComment] });

const analyze = (text: string, grammar: Grammar = "python", settings: Settings = defaultSettings) => {
  current = text;
  return engine.analyze({ uri: "file:///example", grammar, text }, { settings, workspace: emptyWorkspace });
};

/** What is kept, as `rule:line`, and what is said of the comments, as `line: message`; undefined where that is not the point. */
async function check(text: string, kept: readonly string[], said?: readonly string[], grammar: Grammar = "python", settings: Partial<Settings> = {}): Promise<void> {
  const { findings, suppressed, problems } = await analyze(text, grammar, { ...defaultSettings, ...settings });
  const lineOf = (offset: number): number => text.slice(0, offset).split(/\r\n|\r|\n/).length;
  const code = findings.filter(({ rule }) => rule !== suppressionComment.id);
  assert.deepEqual(
    code.map(({ rule, span }) => `${rule}:${lineOf(span.start)}`),
    kept,
    text,
  );
  if (!text.includes("THROW") && settings.ignore === undefined && settings.select === undefined) assert.equal(suppressed.length + code.length, [...text.matchAll(/[AB]\([^)]*\)/g)].length, text);
  const comments = findings.filter(({ rule }) => rule === suppressionComment.id).map(({ span, message, manual }) => `${lineOf(span.start)}: ${message}${manual === undefined ? "" : ` | ${manual}`}`);
  if (said) assert.deepEqual(comments, said, text);
  if (!text.includes("THROW")) assert.deepEqual(problems, []);
}

/** The text after the fixes of everything that is said of comments. */
async function checkFixed(before: string, after: string, grammar: Grammar = "python"): Promise<void> {
  const report = await analyze(before, grammar);
  assert.equal(applyEdits(before, engine.plan(report, chooseFixes(report, { safety: "safe" })).edits), after);
}

test("a comment at the end of a line takes away that line's findings of its rules only", async () => {
  await check("A(); B()  # portkey-migrate-ignore a: kept on purpose\nA()\n", ["b:1", "a:2"]);
  await check("A(); B()  # portkey-migrate-ignore a, b: kept on purpose\n", []);
  await check("A(); B()  # portkey-migrate-ignore a b: kept on purpose\n", []);
  await check("A()  # noqa # portkey-migrate-ignore a: kept\n", []);
});

test("a comment alone on its line speaks of the next line with code", async () => {
  await check("# portkey-migrate-ignore a: kept\nA()\nA()\n", ["a:3"]);
  await check("  # portkey-migrate-ignore a: kept\n  # portkey-migrate-ignore b: kept too\n  # and more words\n  A(); B()\n", []);
  await check("x = 1  # portkey-migrate-ignore a: kept\nA()\n", ["a:2"]);
  await check("# portkey-migrate-ignore a: kept\n\nA()\n", ["a:3"]);
});

test("a call over several lines is meant from its first or its last line", async () => {
  await check("A(\n  1\n)  # portkey-migrate-ignore a: kept\n", []);
  await check("A(  # portkey-migrate-ignore a: kept\n  1\n)\n", []);
  await check("A(\n  1  # portkey-migrate-ignore a: kept\n)\n", ["a:1"]);
});

test("a comment for the file takes away everything, or the rules it names", async () => {
  await check("A()\n# portkey-migrate-ignore-file: an example of the old way\nB()\n", []);
  await check("# portkey-migrate-ignore-file a: an example of the old way\nA()\nB()\n", ["b:3"]);
});

test("TypeScript's comments are read in each form", async () => {
  const ts = (text: string, kept: readonly string[]) => check(text, kept, undefined, "tsx");
  await ts("A() // portkey-migrate-ignore a: kept\n", []);
  await ts("A() /* portkey-migrate-ignore a: kept */\n", []);
  await ts("/* portkey-migrate-ignore a: kept */\nA()\n", []);
  await ts("/**\n * portkey-migrate-ignore-file a: kept\n */\nA()\n", []);
  await ts("x = <p>\n{/* portkey-migrate-ignore a: kept */}\n{A()}\n</p>\n", []);
  await ts("A() # portkey-migrate-ignore a: kept\n", ["a:1"]);
});

test("words that only look like a suppression have no effect", async () => {
  await check('x = "portkey-migrate-ignore a: no"; A()\n', ["a:1"]);
  await check("A()  # see portkey-migrate-ignore a: no\n", ["a:1"]);
  await check("A()  # portkey-migrate-ignored a: no\n", ["a:1"]);
  await check("A()  // portkey-migrate-ignore a: no\n", ["a:1"]);
});

test("a text in a string is no comment", async () => {
  await check('x = """\n# portkey-migrate-ignore a: no\n"""; A()\n', ["a:3"], []);
  await check("x = `\n// portkey-migrate-ignore-file: no\n`; A()\n", ["a:3"], [], "tsx");
});

test("a suppression without a reason or a rule is reported", async () => {
  await check("A()  # portkey-migrate-ignore a\n", [], ["1: The suppression gives no reason | Say why it stays: `portkey-migrate-ignore a: why`."]);
  await check("A(); B()  # portkey-migrate-ignore a, b:  \n", [], ["1: The suppression gives no reason | Say why it stays: `portkey-migrate-ignore a, b: why`."]);
  await check("\nA()  # portkey-migrate-ignore\n", ["a:2"], ["2: The suppression names no rule, so it has no effect | Name what it is about: `portkey-migrate-ignore litellm-completion: why`."]);
  await check("# portkey-migrate-ignore-file\nA()\n", [], ["1: The suppression gives no reason | Say why it stays: `portkey-migrate-ignore-file: why`."]);
});

test("a name that is no rule's is reported, with the one that was meant", async () => {
  await check("A()  # portkey-migrate-ignore suppresion-comment, a: kept\n", [], ["1: There is no rule `suppresion-comment` | Write `suppression-comment` or take it out."]);
  await check("A()  # portkey-migrate-ignore litellm, a: kept\n", [], ["1: There is no rule `litellm` | Name one of the rules or take it out."]);
});

test("a suppression that takes nothing away is reported, and nothing suppresses that", async () => {
  await check("x = 1  # portkey-migrate-ignore a: kept\n", [], ["1: The suppression takes away no finding of `a`"]);
  await check("A()  # portkey-migrate-ignore a, b: kept\n", [], ["1: The suppression takes away no finding of `b`"]);
  await check("# portkey-migrate-ignore-file: kept\nx = 1\n", [], ["1: The suppression takes nothing away"]);
  await check(
    "# portkey-migrate-ignore-file suppression-comment: no\nx = 1  # portkey-migrate-ignore a: no\n",
    [],
    ["1: The suppression takes away no finding of `suppression-comment`", "2: The suppression takes away no finding of `a`"],
  );
});

test("what did not look everywhere cannot say that a suppression is unused", async () => {
  const text = "x = 1  # portkey-migrate-ignore a, b: kept\n";
  await check(text, [], ["1: The suppression takes away no finding of `b`"], "python", { ignore: ["a"] });
  await check(text, [], [], "python", { select: ["suppression-*"] });
  await check(text, [], ["1: The suppression takes away no finding of `a`"], "python", { severity: { b: "off" } });
  await check(`THROW${text}`, [], []);
  await check(`def f(:\n  ${text}`, [], []);
  await check("# portkey-migrate-ignore-file: kept\nx = 1\n", [], [], "python", { ignore: ["b"] });
});

test("an unused suppression is removed with no more than its own line or the space before it", async () => {
  await checkFixed("x = 1  # portkey-migrate-ignore a: no\ny = 2\n", "x = 1\ny = 2\n");
  await checkFixed("x = 1\n  # portkey-migrate-ignore a: no\ny = 2\n", "x = 1\ny = 2\n");
  await checkFixed("x = 1\n# portkey-migrate-ignore a: no", "x = 1\n");
  await checkFixed("x = 1  # noqa # portkey-migrate-ignore a: no\n", "x = 1  # noqa\n");
  await checkFixed("A()  # portkey-migrate-ignore b, a: kept\n", "A()  # portkey-migrate-ignore a: kept\n");
  await checkFixed("x = 1 // portkey-migrate-ignore a: no\n", "x = 1\n", "tsx");
  await checkFixed("/* portkey-migrate-ignore a: no */\r\nx = 1\r\n", "x = 1\r\n", "tsx");
});

test("an unused suppression that shares its place with something else is left to a person", async () => {
  const by = "The suppression takes away no finding of `a` | Take the comment out.";
  await check("/* portkey-migrate-ignore a: no */ x = 1\n", [], [`1: ${by}`], "tsx");
  await check("/**\n * portkey-migrate-ignore-file a: no\n */\nx = 1\n", [], [`2: ${by}`], "tsx");
  await check("y = <p>\n{/* portkey-migrate-ignore a: no */}\n</p>\n", [], [`2: ${by}`], "tsx");
});

test("what is suppressed is counted with its reason, by the rules that were asked for", async () => {
  const report = await analyze("A(); B()  # portkey-migrate-ignore a: kept on purpose\nB()  # portkey-migrate-ignore b: too\n");
  const audit = auditOf([{ path: "a.py", report }], 1, []);
  assert.deepEqual(
    audit.suppressed.map(({ finding, suppressionReason }) => [finding.rule, suppressionReason]),
    [
      ["a", "kept on purpose"],
      ["b", "too"],
    ],
  );
  assert.deepEqual([audit.totals.findings, audit.totals.suppressed], [1, 2]);
  assert.deepEqual(auditOf([{ path: "a.py", report }], 1, [], { rules: ["b"] }).totals, {
    findings: 1,
    safe: 0,
    unsafe: 0,
    manual: 1,
    suppressed: 1,
    leftOut: 0,
    byRule: { b: 1 },
  });
});

test("line ends of any kind are counted", async () => {
  await check("x\r\nA()  # portkey-migrate-ignore a: kept\r\nA()\r\n", ["a:3"]);
  await check("x\rA()  # portkey-migrate-ignore a: kept\rA()\r", ["a:3"]);
});
