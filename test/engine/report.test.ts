import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";
import type { Log } from "sarif";
import type { FileReport, Finding } from "../../server/src/engine/engine.ts";
import { jsonReport } from "../../server/src/engine/report/json.ts";
import { columnsOf, printable } from "../../server/src/engine/report/printable.ts";
import { sarifReport } from "../../server/src/engine/report/sarif.ts";
import { summaryOf, textReport } from "../../server/src/engine/report/text.ts";
import type { Fix } from "../../server/src/engine/rules/rule.ts";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";
import { type Audit, auditOf } from "../../server/src/engine/workspace/audit.ts";
import { chooseFixes } from "../../server/src/engine/workspace/selection.ts";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";

const { rules } = fakeProduct();

const fix = (safety: Fix["safety"], strategy: Fix["strategy"] = "portkey-sdk"): Fix => ({
  title: `Do the ${safety} thing`,
  strategy,
  safety,
  notes: safety === "unsafe" ? ["It may differ."] : [],
  apply() {},
});

/** A report with a finding on each occurrence of a word. */
function reportOn(text: string, word: string, change: Partial<Finding> = {}, report: Partial<FileReport> = {}): FileReport {
  const findings = [...text.matchAll(new RegExp(word, "gu"))].map(({ index }): Finding => {
    const span = { start: index, end: index + word.length };
    return {
      key: `fake-rule:${span.start}:${span.end}`,
      rule: "fake-rule",
      span,
      focus: span,
      severity: "warning",
      message: "it is old",
      symbol: null,
      models: [],
      isImport: false,
      feedsLiteLlm: undefined,
      strategy: "portkey-sdk",
      fixes: [],
      manual: "Ask",
      related: [],
      ...change,
    };
  });
  return { source: { uri: "file:///a.py", grammar: "python", text }, findings, suppressed: [], skipped: undefined, partial: [], problems: [], ...report };
}

const auditOne = (report: FileReport, path = "a.py"): Audit => auditOf([{ path, report }], 1, []);

/** The excerpt of a one-finding report: the source line and the line that underlines. */
const excerpt = (text: string, word: string): string[] =>
  textReport(auditOne(reportOn(text, word)), (_, plain) => plain)
    .split("\n")
    .slice(2, 4);

test("a note that many findings share is printed once", () => {
  const noted = (...notes: string[]): Partial<Finding> => ({ fixes: [{ ...fix("unsafe"), notes }], manual: undefined });
  const reports = [reportOn("old()\n", "old", noted("Rare.", "Common.")), reportOn("old(1)\n", "old", noted("Common.")), reportOn("old(2)\n", "old", noted("Common.", "Rare."))];
  const text = textReport(
    auditOf(
      reports.map((report, index) => ({ path: `${index}.py`, report })),
      3,
      [],
    ),
    (_, plain) => plain,
  );
  assert.equal(
    text
      .split("\n")
      .filter((line) => line.includes("=") || line.includes("ommon"))
      .join("\n"),
    [
      "  = fix to review (portkey-sdk): Do the unsafe thing [1]",
      "  =   Rare.",
      "  = fix to review (portkey-sdk): Do the unsafe thing [1]",
      "  = fix to review (portkey-sdk): Do the unsafe thing [1]",
      "  =   Rare.",
      "[1] Common.",
    ].join("\n"),
  );
});

test("the underline stands below its part in columns of a terminal", () => {
  assert.deepEqual(excerpt("x = old()\n", "old"), ["1 | x = old()", "  |     ^^^"]);
  assert.deepEqual(excerpt("\told()\n", "old"), ["1 |     old()", "  |     ^^^"]);
  assert.deepEqual(excerpt("'漢字😀é' + old\n", "old"), ["1 | '漢字😀é' + old", "  |             ^^^"]);
  assert.deepEqual(excerpt("'e\u0301' + 漢字\n", "漢字"), ["1 | 'e\u0301' + 漢字", "  |       ^^^^"]);
  assert.deepEqual(excerpt("\r\n\r\nold", "old"), ["3 | old", "  | ^^^"]);
});

test("a part over several lines is underlined to the end of its first", () => {
  const text = "x = old(\n  1)\n";
  const span = { start: 4, end: text.length - 1 };
  const lines = textReport(auditOne(reportOn(text, "old", { span, focus: span })), (_, plain) => plain).split("\n");
  assert.deepEqual(lines.slice(2, 4), ["1 | x = old(", "  |     ^^^^"]);
});

test("a long line is cut around the underline", () => {
  const [source = "", underline = ""] = excerpt(`${"a".repeat(500)}old${"b".repeat(500)}\n`, "old");
  assert.ok(source.length < 160, source);
  assert.match(source, /^1 \| …a{40}oldb+…$/);
  assert.equal(source.slice(underline.indexOf("^"), underline.lastIndexOf("^") + 1), "old");
  const [emoji = ""] = excerpt(`${"😀".repeat(300)}old${"😀".repeat(300)}\n`, "old");
  assert.equal(/\p{Surrogate}/u.test(emoji), false, "no pair of surrogates is parted");
});

test("what a source line says cannot change what the terminal shows", () => {
  assert.deepEqual(excerpt("a\u001b[31m\u202e = old\n", "old"), ["1 | a\\u{1b}[31m\\u{202e} = old", "  |                       ^^^"]);
  assert.equal(printable("a\u0000\u009b\u2066\u2028\ufeff\tb"), "a\\u{0}\\u{9b}\\u{2066}\\u{2028}\\u{feff}    b");
  assert.equal(columnsOf("漢a😀e\u0301\u200d"), 6);
});

test("a finding is told with its fixes, notes, the step by hand and related places", () => {
  const text = "one\nold\n";
  const report = reportOn(text, "old", {
    fixes: [fix("unsafe"), fix("safe", "openai-client"), fix("unsafe", "adapter")],
    manual: undefined,
    related: [{ span: { start: 0, end: 3 }, message: "made here" }],
  });
  assert.equal(
    textReport(auditOne(report), (style, plain) => (style === "safe" || style === "unsafe" ? `<${style}>${plain}` : plain), "src/"),
    [
      "src/a.py:2:1 fake-rule it is old",
      "  |",
      "2 | old",
      "  | ^^^",
      "  = <unsafe>fix to review (portkey-sdk): Do the unsafe thing",
      "  =   It may differ.",
      "  = or a <safe>safe fix (openai-client): Do the safe thing",
      "  = or a <unsafe>fix to review (adapter): Do the unsafe thing",
      "  = src/a.py:1:1: made here",
      "",
    ].join("\n"),
  );
  assert.match(
    textReport(auditOne(reportOn("old", "old")), (_, plain) => plain),
    /^ {2}= by hand: Ask$/m,
  );
});

test("the summary counts by class", () => {
  const findings = [
    ...reportOn("old", "old", { fixes: [fix("safe")] }).findings,
    ...reportOn(" old", "old", { fixes: [fix("unsafe"), fix("safe", "openai-client")] }).findings,
    ...reportOn("  old", "old").findings,
  ];
  const suppressed = reportOn("old", "old").findings.flatMap((finding) => [
    { finding, reason: "kept" },
    { finding: { ...finding }, reason: "" },
  ]);
  const audit = auditOf([{ path: "a.py", report: { ...reportOn("    old", "old"), findings, suppressed } }], 3, [{ path: "b.py", reason: "binary" }]);
  assert.deepEqual(audit.totals, { findings: 3, safe: 1, unsafe: 1, manual: 1, suppressed: 2, leftOut: 0, byRule: { "fake-rule": 3 } });
  assert.equal(summaryOf(audit), "3 findings in 1 of 3 files: 1 safe to fix, 1 to review, 1 by hand (2 suppressed, 1 skipped)");
  assert.equal(summaryOf(auditOf([], 1, [])), "Nothing to migrate in 1 file");
});

test("an audit is in the order of paths, then places, then rules, whatever order it is given", () => {
  const both = reportOn("old old", "old");
  const named = (rule: string): Finding[] => both.findings.map((finding) => ({ ...finding, rule }));
  const report = { ...both, findings: [...named("b"), ...named("a")].reverse() };
  const { findings } = auditOf(
    [
      { path: "b.py", report },
      { path: "B.py", report },
      { path: "a.py", report },
    ],
    3,
    [],
  );
  assert.deepEqual(
    findings.map(({ path, start, finding }) => `${path}:${start.character}:${finding.rule}`),
    ["B.py", "a.py", "b.py"].flatMap((path) => [`${path}:0:a`, `${path}:0:b`, `${path}:4:a`, `${path}:4:b`]),
  );
});

test("a file that the engine skipped is not counted as scanned", () => {
  const audit = auditOf([{ path: "a.py", report: reportOn("", "old", {}, { skipped: "binary content" }) }], 2, [{ path: "0.py", reason: "binary" }]);
  assert.equal(audit.scanned, 1);
  assert.deepEqual(audit.skipped, [
    { path: "0.py", reason: "binary" },
    { path: "a.py", reason: "binary content" },
  ]);
});

test("parts that were not read are told by their lines", () => {
  const report = reportOn("a\nb\nc\n", "old", {}, { partial: [{ span: { start: 2, end: 5 }, reason: "the grammar could not read this" }] });
  assert.deepEqual(JSON.parse(jsonReport(auditOne(report), "1.0.0")).files.partial, [{ path: "a.py", lines: [2, 3], reason: "the grammar could not read this" }]);
});

test("a batch takes the fix of the folder's strategy, or of the one asked for, as safe as asked for", () => {
  const findings = [
    { ...reportOn("old", "old", { fixes: [fix("safe"), fix("unsafe", "openai-client")] }).findings[0] },
    { ...reportOn(" old", "old", { rule: "other", fixes: [{ ...fix("unsafe", "openai-client"), isOnlyWay: true }] }).findings[0] },
    { ...reportOn("  old", "old", { fixes: [fix("safe", "openai-client")] }).findings[0] },
  ] as Finding[];
  const report = { ...reportOn("     ", "old"), findings };
  const chosen = (...args: [Parameters<typeof chooseFixes>[1]]) => chooseFixes(report, ...args).map(({ finding, strategy }) => `${finding} ${strategy}`);
  assert.deepEqual(chosen({ safety: "safe" }), ["fake-rule:0:3 portkey-sdk"]);
  assert.deepEqual(chosen({ safety: "safe-and-unsafe" }), ["fake-rule:0:3 portkey-sdk", "fake-rule:1:4 openai-client"]);
  assert.deepEqual(chosen({ safety: "safe-and-unsafe", strategy: "openai-client" }), ["fake-rule:0:3 openai-client", "fake-rule:1:4 openai-client", "fake-rule:2:5 openai-client"]);
  assert.deepEqual(chosen({ safety: "safe-and-unsafe", rules: ["other"] }), ["fake-rule:1:4 openai-client"]);
});

test("a SARIF log is valid by the published schema", async () => {
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(new URL("../fixtures/sarif-2.1.0.schema.json", import.meta.url), "utf8"));
  // the schema is of draft 4, of which it uses nothing that later drafts changed
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  assert.equal(validate(await sarifLog()), true, JSON.stringify(validate.errors));
  assert.equal(validate({ ...(await sarifLog()), version: "3" }), false);
});

/** Two findings, a safe one with its fix, a file that was skipped, a part that was not read and a rule that failed. */
async function sarifLog(): Promise<Log> {
  const engine = createFakeEngine();
  const text = "# THROW\n😀 = old(safe); old(manual)\n";
  const analyzed = await engine.analyze(
    { uri: "file:///a.py", grammar: "python", text },
    { settings: (await import("../../server/src/engine/settings.ts")).defaultSettings, workspace: { proxyModels: {} } },
  );
  const report = { ...analyzed, partial: [{ span: { start: 0, end: 7 }, reason: "the grammar could not read this" }] };
  const audit = auditOf([{ path: "my app/ü#.py", report }], 1, [{ path: "b.py", reason: "binary" }]);
  return JSON.parse(sarifReport(audit, { version: "1.2.3", rules, planOf: (of, { key }) => engine.plan(of, [{ finding: key, strategy: "portkey-sdk" }]) }));
}

test("a SARIF log names places in UTF-16 columns and holds the safe fixes", async () => {
  const [run] = (await sarifLog()).runs;
  assert.ok(run);
  assert.equal(run.columnKind, "utf16CodeUnits");
  const [safe, manual] = run.results ?? [];
  const location = safe?.locations?.[0]?.physicalLocation;
  assert.deepEqual(location, { artifactLocation: { uri: "my%20app/%C3%BC%23.py", uriBaseId: "SRCROOT" }, region: { startLine: 2, startColumn: 6, endLine: 2, endColumn: 15 } });
  assert.deepEqual(safe?.fixes?.[0]?.artifactChanges[0]?.replacements, [{ deletedRegion: { startLine: 2, startColumn: 6, endLine: 2, endColumn: 15 }, insertedContent: { text: "new(safe)" } }]);
  assert.equal(manual?.fixes, undefined);
  assert.equal(run.tool.driver.rules?.[safe?.ruleIndex ?? -1]?.id, safe?.ruleId);
  assert.match(run.tool.driver.rules?.[0]?.helpUri ?? "", /^https:.*\/fake-rule\.md$/);
  assert.deepEqual(
    run.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text),
    ["not read: binary", "the grammar could not read this", "the rule fake-rule failed: a defect"],
  );
});

test("a severity that SARIF does not have becomes a note", () => {
  const levels = (["error", "warning", "information", "hint"] as const).map((severity) => {
    const log: Log = JSON.parse(sarifReport(auditOne(reportOn("old", "old", { severity })), { version: "0", rules, planOf: () => undefined }));
    return log.runs[0]?.results?.[0]?.level;
  });
  assert.deepEqual(levels, ["error", "warning", "note", "note"]);
});

test("line numbers in reports are those of the line index", () => {
  const text = "a\rb\nold\r\nold";
  const audit = auditOne(reportOn(text, "old"));
  assert.deepEqual(
    audit.findings.map(({ start }) => start),
    [...text.matchAll(/old/g)].map(({ index }) => ({ ...new LineIndex(text).position(index), cell: undefined })),
  );
});
