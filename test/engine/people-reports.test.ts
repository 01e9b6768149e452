// The reports for people: Markdown, HTML and CSV, and the figures they are made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FileReport, Finding } from "../../server/src/engine/engine.ts";
import { csvReport } from "../../server/src/engine/report/csv.ts";
import { effortOf, effortText } from "../../server/src/engine/report/effort.ts";
import { htmlReport } from "../../server/src/engine/report/html.ts";
import { markdownReport } from "../../server/src/engine/report/markdown.ts";
import { inlineParts, type ReportOptions, summaryFor } from "../../server/src/engine/report/summary.ts";
import type { Fix } from "../../server/src/engine/rules/rule.ts";
import { defaultSettings } from "../../server/src/engine/settings.ts";
import { type Audit, auditOf } from "../../server/src/engine/workspace/audit.ts";
import { fakeProduct } from "../support/fake-engine.ts";

const [fakeRule] = fakeProduct().rules;
const rules = fakeRule ? [fakeRule, { ...fakeRule, id: "other-rule", title: "other call", minutesByHand: 20 }] : [];
const options: ReportOptions = { version: "1.2.3", rules, settings: defaultSettings };

const fix = (safety: Fix["safety"]): Fix => ({ title: "Rewrite it", strategy: "portkey-sdk", safety, notes: safety === "unsafe" ? ["The `timeout` differs."] : [], apply() {} });

let offset = 0;
const finding = (change: Partial<Finding> = {}): Finding => {
  const span = { start: offset, end: ++offset };
  return {
    key: `k${offset}`,
    rule: "fake-rule",
    span,
    focus: span,
    severity: "warning",
    message: "`old` is old",
    symbol: null,
    models: [],
    isImport: false,
    feedsLiteLlm: undefined,
    strategy: "portkey-sdk",
    fixes: [],
    manual: "Ask `someone`.",
    related: [],
    ...change,
  };
};
const safe = (): Finding => finding({ fixes: [fix("safe")], manual: undefined });
const unsafe = (change: Partial<Finding> = {}): Finding => finding({ fixes: [fix("unsafe")], manual: undefined, ...change });

const reportOf = (findings: readonly Finding[], suppressed: readonly Finding[] = []): FileReport => ({
  source: { uri: "file:///a.py", grammar: "python", text: "x\n".repeat(offset + 1) },
  findings,
  suppressed: suppressed.map((each) => ({ finding: each, reason: "" })),
  skipped: undefined,
  partial: [],
  problems: [],
});

const auditWith = (files: Readonly<Record<string, readonly Finding[]>>, skipped: Audit["skipped"] = []): Audit =>
  auditOf(
    Object.entries(files).map(([path, findings]) => ({ path, report: reportOf(findings) })),
    Object.keys(files).length,
    skipped,
  );

test("counts add up by rule and by file, for any findings and any choice of rules", () => {
  const anyFinding = fc.record({ rule: fc.constantFrom("fake-rule", "other-rule"), kind: fc.constantFrom("safe", "unsafe", "manual") });
  const anyFile = fc.record({ found: fc.array(anyFinding, { maxLength: 8 }), hidden: fc.array(anyFinding, { maxLength: 3 }), isSkipped: fc.boolean() });
  const made = ({ rule, kind }: { rule: string; kind: string }): Finding => ({ ...(kind === "safe" ? safe() : kind === "unsafe" ? unsafe() : finding()), rule });
  fc.assert(
    fc.property(fc.array(anyFile, { maxLength: 6 }), fc.option(fc.subarray(["fake-rule", "other-rule"]), { nil: undefined }), (files, chosen) => {
      const audited = files.map(({ found, hidden, isSkipped }, index) => {
        const report = reportOf(found.map(made), hidden.map(made));
        return { path: `${index % 4}/${index}.py`, report: isSkipped ? { ...report, findings: [], suppressed: [], skipped: "binary" } : report };
      });
      const audit = auditOf(audited, files.length, [], { rules: chosen });
      const { totals } = audit;
      const { all, byRule, byFile } = summaryFor(audit, options);
      const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
      assert.equal(totals.findings, totals.safe + totals.unsafe + totals.manual);
      assert.equal(sum(Object.values(totals.byRule)), totals.findings);
      assert.deepEqual([all.findings.length, all.safe, all.unsafe, all.manual], [totals.findings, totals.safe, totals.unsafe, totals.manual]);
      for (const tallies of [byRule, byFile]) {
        for (const { findings, safe: s, unsafe: u, manual: m } of tallies) assert.equal(findings.length, s + u + m);
        assert.deepEqual([sum(tallies.map((t) => t.safe)), sum(tallies.map((t) => t.unsafe)), sum(tallies.map((t) => t.manual))], [totals.safe, totals.unsafe, totals.manual]);
      }
      const isCounted = ({ rule }: { readonly rule: string }): boolean => chosen === undefined || chosen.includes(rule);
      const read = files.filter(({ isSkipped }) => !isSkipped);
      assert.equal(totals.findings, sum(read.map(({ found }) => found.filter(isCounted).length)));
      assert.equal(totals.suppressed, sum(read.map(({ hidden }) => hidden.filter(isCounted).length)));
      assert.equal(audit.scanned + audit.skipped.length, files.length);
      assert.equal(csvReport(audit, rules).split("\r\n").length, totals.findings + 2);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("the effort is what people have left to do, as a range", () => {
  const of = (...findings: Finding[]) => effortOf(auditWith({ "a.py": findings }).findings, rules);
  assert.deepEqual(of(safe(), safe()), { least: 0, most: 0 });
  assert.deepEqual(of(finding({ rule: "other-rule" }), unsafe({ rule: "other-rule" }), unsafe()), { least: 13, most: 52 });
  const shown = [0, 1, 30, 60, 120, 600, 4800].map((minutes) => effortText({ least: minutes / 2, most: minutes * 2 }));
  assert.deepEqual(shown, ["none", "up to 5 minutes", "15–60 minutes", "30–120 minutes", "1–4 hours", "1–3 working days", "5–20 working days"]);
});

test("Markdown tells the counts, the assumptions and each finding by file", () => {
  const models: Finding["models"] = [{ value: "openai/gpt-4o", span: { start: 0, end: 1 }, provider: "openai", slug: "openai-prod", isMapped: false }];
  const audit = auditWith({ "app/a.py": [safe(), unsafe({ models })], "app/b.py": [finding({ models: [{ value: "x/y", span: { start: 0, end: 1 }, provider: "x", slug: null, isMapped: false }] })] }, [
    { path: "big.py", reason: "larger than 1 MB" },
  ]);
  const report = markdownReport(audit, { ...options, pathPrefix: "src/" });
  for (const line of [
    "**3 findings in 2 of 2 files: 1 safe to fix, 1 to review, 1 by hand (1 skipped).**",
    "| `fake-rule` | 3 | 1 | 1 | 1 | up to 5 minutes |",
    "| `src/app/a.py` | 2 | 1 | 1 | 0 | up to 5 minutes |",
    "- Findings are counted by their fix of the strategy `portkey-sdk` in Python, `openai-client` in TypeScript and JavaScript, else by their best fix.",
    "- These slugs are suggestions, so their fixes ask for a review until the providers are mapped: `openai` as `@openai-prod`.",
    "- No slug is known for these providers: `x`.",
    "- `src/big.py`: not read: larger than 1 MB",
    "<summary><code>src/app/a.py</code>: 1 safe, 1 to review</summary>",
    "  *fix to review*: Rewrite it — The `timeout` differs.",
    "  *by hand*: Ask `someone`.",
  ])
    assert.ok(report.split("\n").includes(line), `${line}\n\nis not in\n\n${report}`);
});

test("Markdown that would be too long for an issue says what it leaves out", () => {
  const files = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`${index}.py`, [finding({ message: "m".repeat(300) })]]));
  const report = markdownReport(auditWith(files), options);
  assert.ok(report.length < 65_536, String(report.length));
  assert.match(report, /The findings of \d+ more files do not fit here/);
  assert.match(report, /<summary>400 rows<\/summary>/);
});

test("a report without findings says so", () => {
  const audit = auditWith({ "a.py": [] });
  assert.match(markdownReport(audit, options), /\*\*Nothing to migrate in 1 file\.\*\*/);
  assert.match(htmlReport(audit, options), /Nothing to migrate in 1 file\./);
  assert.equal(csvReport(audit, rules).split("\r\n").length, 2);
});

const hostile = [`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "</code></details><h1>x", "`<b>`", "\u202eevil\u0000", "javascript:alert(1)", "'\"&amp;", "]]>-->"];

test("nothing in a path, a message or a note becomes markup of the page", () => {
  for (const text of hostile) {
    const audit = auditWith({ [`${text}.py`]: [finding({ message: text, manual: text }), unsafe({ fixes: [{ ...fix("unsafe"), title: text, notes: [text] }] })] }, [{ path: text, reason: text }]);
    const page = htmlReport(audit, { ...options, version: text, pathPrefix: text });
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
    const known = "html head meta title style body main h1 h2 p dl div dt dd strong section table thead tbody tr th td code br a ul li details summary ol span footer".split(" ");
    assert.deepEqual(
      [...tags].filter((tag) => !known.includes(tag ?? "")),
      [],
      text,
    );
    // attributes are all ours: none of them takes a text
    for (const [tag] of page.matchAll(/<[a-z][^>]*>/gi)) assert.doesNotMatch(tag.replace(/ href="#file-\d+"/, ""), / (?:on\w+|src|href)\s*=/i);
    assert.doesNotMatch(page, /[\p{Bidi_Control}\0]/u);
  }
});

test("a page needs nothing from elsewhere", () => {
  const page = htmlReport(auditWith({ "a.py": [safe()] }), options);
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|@import|url\(|https?:/);
  assert.match(page, /default-src 'none'/);
});

test("Markdown shows hostile text as it is, links nothing and calls nobody", () => {
  const report = (text: string): string => markdownReport(auditWith({ [`${text}.py`]: [finding({ message: text, manual: text })] }), options);
  for (const text of hostile) assert.doesNotMatch(report(text).replace(/(`+)[^\n]*?\1/g, ""), /(?<!\\)<(?!\/?(?:details|summary|code)>|!-- -->)/, text);
  assert.match(report("ask @octocat about #12 and GH-7"), /ask @<!-- -->octocat about #<!-- -->12 and GH-<!-- -->7/);
  assert.match(report("[x](y) *a* _b_ ~c~ | d"), /\\\[x\\\]\(y\) \\\*a\\\* \\_b\\_ \\~c\\~ \\\| d/);
  assert.match(report("`a|b` and `@team/x`"), /`a\|b` and `@team\/x`/);
  assert.match(report("a|b"), /\| `a\\\|b\.py` \|/);
  assert.match(report("a`b"), /\| ``a`b\.py`` \|/);
});

test("CSV quotes what RFC 4180 asks for, and no cell is a formula", () => {
  const cells = (text: string): string => csvReport(auditWith({ [text]: [finding({ message: text, manual: undefined })] }), rules).split("\r\n")[1] ?? "";
  assert.match(cells("a.py"), /^a\.py,,\d+,1,fake-rule,warning,manual,,a\.py,,,0\.5,2$/);
  assert.match(cells('say "x", y'), /^"say ""x"", y",/);
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"]) assert.match(cells(text), /^"?'/, text);
  assert.match(cells("a=1"), /^a=1,/);
  assert.match(csvReport(auditWith({ "a.py": [finding({ message: "two\nlines" })] }), rules), /,"two\nlines",/);
});

test("what stands between backticks is code, and a single one quotes nothing", () => {
  assert.deepEqual(inlineParts("a `b` c"), [
    { text: "a ", isCode: false },
    { text: "b", isCode: true },
    { text: " c", isCode: false },
  ]);
  assert.deepEqual(inlineParts("it`s"), [{ text: "it`s", isCode: false }]);
});
