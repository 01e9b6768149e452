// Shows that the checks of every fixture can fail: an engine of a few lines is given one defect at a time.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnalysisContext, Engine, FilePlan, FileReport, Finding } from "../server/src/engine/engine.ts";
import { mergeEdits, type TextEdit } from "../server/src/engine/text/edits.ts";
import type { Span } from "../server/src/engine/text/span.ts";
import { checkCase } from "./support/check-case.ts";
import { judge } from "./support/judges.ts";
import { readFixture, updateFixture } from "./support/markdown-fixture.ts";
import { drawMarkers, readMarkers } from "./support/markers.ts";

/** The parts of the small engine that a test replaces by a defect. */
interface Parts {
  readonly finding: (finding: Finding, text: string) => Finding;
  readonly edits: (span: Span, text: string) => readonly TextEdit[];
  readonly report: (report: FileReport) => FileReport;
  readonly plan: (plan: FilePlan) => FilePlan;
}

/** An engine whose only rule, `old-word`, flags the word `old` outside comments and rewrites it to `fresh`. */
function smallEngine(parts: Partial<Parts> = {}): Engine {
  const engine = {
    async analyze(source: FileReport["source"]): Promise<FileReport> {
      const code = source.text.replace(/(#|\/\/)[^\r\n]*/g, (comment) => " ".repeat(comment.length));
      const findings = [...code.matchAll(/\bold\b/g)].map(({ index }): Finding => {
        const span = { start: index, end: index + 3 };
        const finding: Finding = {
          key: `old-word:${span.start}:${span.end}`,
          rule: "old-word",
          span,
          focus: span,
          severity: "warning",
          message: "`old` is an old word",
          symbol: null,
          models: [],
          isImport: false,
          feedsLiteLlm: undefined,
          strategy: "portkey-sdk",
          fixes: [{ title: "Write fresh", strategy: "portkey-sdk", safety: "unsafe", notes: ["The word is another one."], apply() {} }],
          manual: undefined,
          related: [],
        };
        return parts.finding?.(finding, source.text) ?? finding;
      });
      const report: FileReport = { source, findings, suppressed: [], skipped: undefined, partial: [], problems: [] };
      return parts.report?.(report) ?? report;
    },
    edited() {},
    close() {},
    requests: async () => ({ requests: [], unread: [] }),
    plan(report: FileReport, choice: readonly { finding: string }[]): FilePlan {
      const chosen = report.findings.filter(({ key }) => choice.some(({ finding }) => finding === key));
      const edits = mergeEdits(chosen.flatMap(({ span }) => parts.edits?.(span, report.source.text) ?? [{ span, text: "fresh" }]));
      const plan: FilePlan = {
        source: report.source,
        edits,
        applied: chosen.map(({ key }) => key),
        skipped: [],
        notes: [...new Set(chosen.flatMap(({ fixes }) => fixes[0]?.notes ?? []))],
        packages: [],
        adapters: [],
      };
      return parts.plan?.(plan) ?? plan;
    },
  };
  return engine;
}

const context = { settings: {}, workspace: { proxyModels: {} } } as unknown as AnalysisContext;

const twoWords = `# old-word

## Two words
\`\`\`py before
x = old  # keep me
#   ^^^ old-word
if x:
    y = old + old
#       ^^^ old-word   ^^^ old-word
\`\`\`
\`\`\`py after
x = fresh  # keep me
if x:
    y = fresh + fresh
\`\`\`
> note: The word is another one.
`.replace("^^^ old-word   ^^^ old-word", "^^^ old-word\n#             ^^^ old-word");

/** What the checks say about a fixture's cases. */
async function failuresOf(markdown: string, parts: Partial<Parts> = {}): Promise<string> {
  const fixture = readFixture("old-word", markdown);
  const outcomes = await Promise.all(fixture.cases.map((each) => checkCase(smallEngine(parts), fixture.rule, each, context)));
  return [...fixture.problems, ...outcomes.flatMap(({ failures }) => failures)].join("\n");
}

test("a right engine passes, in each language and form", async () => {
  assert.equal(await failuresOf(twoWords), "");
  const others = `# old-word
## Other languages
\`\`\`ts before
const x = old; // keep
//        ^^^ old-word
\`\`\`
\`\`\`ts after "Write fresh"
const x = fresh; // keep
\`\`\`
## Look-alikes
\`\`\`py valid
older = 1  # old
\`\`\`
\`\`\`js valid
const gold = 1;
\`\`\`
`;
  assert.equal(await failuresOf(others), "");
});

const wrongFixtures: readonly { readonly name: string; readonly from: string; readonly to: string; readonly told: RegExp }[] = [
  { name: "a marker beside its finding", from: "#   ^^^ old-word", to: "#    ^^^ old-word", told: /line 4: markers: 1 without a finding, 1 findings without a marker/ },
  { name: "a marker too many", from: "#   ^^^ old-word", to: "#   ^^^ old-word\n# ^ old-word", told: /markers: 1 without a finding, 0 findings/ },
  { name: "a finding without a marker", from: "#   ^^^ old-word\n", to: "", told: /markers: 0 without a finding, 1 findings without a marker/ },
  { name: "another text after the fix", from: "x = fresh", to: "x = fresher", told: /line 1\d: the fixed text differs:[\s\S]*-x = fresher[\s\S]*\+x = fresh/ },
  { name: "another note", from: "> note: The word is another one.", to: "> note: Nothing.", told: /the notes are\n {2}The word is another one\./ },
  { name: "a message nobody says", from: "> note:", to: "> message: hello\n> note:", told: /no finding says\n {2}hello/ },
  { name: "a manual text nobody says", from: "> note:", to: "> manual: Do it.\n> note:", told: /no finding's manual text is\n {2}Do it\./ },
  { name: "a finding that should wait", from: "> note:", to: "> skipped: overlap\n> note:", told: /skipped:/ },
  { name: "a comment said to be lost that is kept", from: "py after", to: "py after loses-comments", told: /no comment is lost/ },
  { name: "a before without an after", from: "```py after", to: "```text", told: /a before needs an after/ },
  { name: "an unknown role", from: "```py after", to: "```py afterwards", told: /a code block says before, after, unfixed or valid/ },
  { name: "an unknown word", from: "```py after", to: "```py after strictly", told: /"strictly" is not known after "after"/ },
  { name: "an unknown strategy", from: "```py after", to: "```py after strategy=magic", told: /"magic" is no strategy/ },
  { name: "an unknown language", from: "```py before", to: "```rb before", told: /"rb" is no language of fixtures/ },
  { name: "an after of another language", from: "```py after", to: "```ts after", told: /an after stands under a before of its language/ },
  { name: "a block that is never closed", from: "y = fresh + fresh\n```", to: "y = fresh + fresh", told: /the code block is never closed/ },
  { name: "settings that are no JSON", from: "## Two words", to: "## Two words\n```json settings\n{\n```", told: /line 4: .*JSON/ },
  { name: "a heading of another rule", from: "# old-word\n", to: "# new-word\n", told: /the first heading must be "# old-word"/ },
  { name: "two cases of one name", from: "> note: The word is another one.", to: "> note: The word is another one.\n## Two words\n```py valid\n```", told: /two cases are named "Two words"/ },
  { name: "a case without code", from: "> note: The word is another one.", to: "> note: The word is another one.\n## Nothing", told: /the case "Nothing" holds no code/ },
  {
    name: "an unfixed snippet that is fixed",
    from: "> note: The word is another one.",
    to: "> note: The word is another one.\n## Unfixed\n```py unfixed\na = old\n#   ^^^ old-word\n```",
    told: /an unfixed snippet is rewritten/,
  },
  {
    name: "an unfixed snippet without findings",
    from: "> note: The word is another one.",
    to: "> note: The word is another one.\n## Unfixed\n```py unfixed\na = 1\n```",
    told: /old-word finds nothing in an unfixed snippet/,
  },
  {
    name: "a finding in a valid snippet",
    from: "> note: The word is another one.",
    to: "> note: The word is another one.\n## Valid\n```py valid\na = old\n```",
    told: /1 findings without a marker; the engine finds\na = old\n# {3}\^\^\^ old-word/,
  },
];

for (const { name, from, to, told } of wrongFixtures) {
  test(`a fixture is told of ${name}`, async () => {
    assert.ok(twoWords.includes(from));
    assert.match(await failuresOf(twoWords.replace(from, to)), told);
  });
}

const word = { title: "Write fresh", strategy: "portkey-sdk", safety: "unsafe", notes: ["The word is another one."], apply() {} } as const;
let calls = 0;

const wrongEngines: readonly { readonly name: string; readonly parts: Partial<Parts>; readonly told: RegExp }[] = [
  {
    name: "overlapping edits",
    parts: {
      edits: (span) => [
        { span, text: "fresh" },
        { span: { start: span.start + 1, end: span.end }, text: "ew" },
      ],
    },
    told: /overlaps the one before it/,
  },
  { name: "an edit outside the text", parts: { edits: ({ start }, text) => [{ span: { start, end: text.length + 1 }, text: "fresh" }] }, told: /is not in the text/ },
  { name: "an edit that changes nothing", parts: { edits: (span) => [{ span, text: "old" }] }, told: /changes nothing/ },
  { name: "a fix that does not converge", parts: { edits: (span) => [{ span, text: "fresh * old" }] }, told: /a second fix still finds something/ },
  {
    name: "a lost comment",
    parts: { edits: ({ start, end }, text) => [{ span: { start, end: text.startsWith("  #", end) ? text.indexOf("\n", end) : end }, text: "fresh" }] },
    told: /lost comments: # keep me/,
  },
  { name: "a syntax error", parts: { edits: (span) => [{ span, text: "fresh(" }] }, told: /new syntax errors/ },
  { name: "fixes that depend on their order", parts: { edits: (span, text) => [{ span, text: text.includes("fresh") ? "fresh" : "first_fresh" }] }, told: /one at a time \(.*\) ends in another text/ },
  { name: "fixes that do nothing alone", parts: { plan: (plan) => (plan.applied.length === 1 ? { ...plan, edits: [] } : plan) }, told: /one at a time \(.*\): the fix changes nothing/ },
  { name: "line breaks of its own", parts: { edits: (span) => [{ span, text: "(fresh +\n 1)" }] }, told: /with CRLF the fixed text is not the same/ },
  {
    name: "a wide character that moves its edits",
    parts: { edits: ({ start, end }, text) => [{ span: { start, end }, text: `fresh${text.includes("🧪") ? "er" : ""}` }] },
    told: /with an emoji in a leading comment the fixed text/,
  },
  { name: "a BOM that hides findings", parts: { report: (report) => (report.source.text.startsWith("\ufeff") ? { ...report, findings: [] } : report) }, told: /with BOM the findings are/ },
  { name: "tabs that hide findings", parts: { report: (report) => (report.source.text.includes("\t") ? { ...report, findings: [] } : report) }, told: /with tabs the findings are/ },
  {
    name: "a missing last line break that hides findings",
    parts: { report: (report) => (report.source.text.endsWith("\n") ? report : { ...report, findings: [] }) },
    told: /with no line break at the end the findings are/,
  },
  { name: "an analysis that changes its mind", parts: { finding: (finding) => ({ ...finding, message: `call ${calls++}` }) }, told: /a second analysis of the same text says something else/ },
  { name: "findings out of order", parts: { report: (report) => ({ ...report, findings: [...report.findings].reverse() }) }, told: /not sorted by span/ },
  { name: "one key for two findings", parts: { finding: (finding) => ({ ...finding, key: "old-word" }) }, told: /two findings share this key/ },
  {
    name: "a focus outside its span",
    parts: { finding: (finding) => ({ ...finding, focus: { start: finding.span.start, end: finding.span.end + 1 } }) },
    told: /its focus is empty or outside its span/,
  },
  { name: "a finding without a next step", parts: { finding: (finding) => ({ ...finding, fixes: [] }) }, told: /neither a fix nor a manual text/ },
  { name: "a message with a period", parts: { finding: (finding) => ({ ...finding, message: "It is old." }) }, told: /the message "It is old\." is empty or ends in "\."/ },
  { name: "a message that begs", parts: { finding: (finding) => ({ ...finding, message: "Please write fresh" }) }, told: /says please/ },
  { name: "a title in lower case", parts: { finding: (finding) => ({ ...finding, fixes: [{ ...word, title: "write fresh" }] }) }, told: /the title "write fresh" does not start with a capital/ },
  { name: "an unsafe fix without a note", parts: { finding: (finding) => ({ ...finding, fixes: [{ ...word, notes: [] }] }) }, told: /is unsafe and no note says why/ },
  { name: "a note that is no sentence", parts: { finding: (finding) => ({ ...finding, fixes: [{ ...word, notes: ["another word"] }] }) }, told: /the note "another word" is no whole sentence/ },
  { name: "two fixes of one strategy", parts: { finding: (finding) => ({ ...finding, fixes: [word, word] }) }, told: /two of its fixes have the same strategy/ },
  { name: "a plan that forgets a finding", parts: { plan: (plan) => ({ ...plan, applied: plan.applied.slice(1) }) }, told: /was chosen and is neither applied nor skipped/ },
  { name: "a plan that keeps notes back", parts: { plan: (plan) => ({ ...plan, notes: [] }) }, told: /keeps its notes back/ },
  { name: "a plan that repeats itself", parts: { plan: (plan) => ({ ...plan, notes: [...plan.notes, ...plan.notes] }) }, told: /a note is said twice/ },
  { name: "a rule that threw", parts: { report: (report) => ({ ...report, problems: ["old-word threw"] }) }, told: /problem: old-word threw/ },
  {
    name: "a part it could not read",
    parts: { report: (report) => ({ ...report, partial: [{ span: { start: 0, end: 1 }, reason: "the grammar could not read this" }] }) },
    told: /a part was not read/,
  },
  { name: "a file it skipped", parts: { report: (report) => ({ ...report, skipped: "too large" }) }, told: /the file was skipped: too large/ },
];

for (const { name, parts, told } of wrongEngines) {
  test(`an engine is told of ${name}`, async () => {
    assert.match(await failuresOf(twoWords, parts), told);
  });
}

test("an update writes what the engine makes and leaves the rest of the file", async () => {
  const stale = twoWords.replace("x = fresh", "x = something");
  const fixture = readFixture("old-word", stale);
  const [first] = fixture.cases;
  assert.ok(first);
  const { failures, updates } = await checkCase(smallEngine(), "old-word", first, context, { update: true });
  assert.deepEqual(failures, []);
  assert.equal(updateFixture(stale, updates), twoWords);
});

test("the judges tell valid texts from broken ones", async () => {
  const verdicts = await judge([
    { language: "py", text: "x = await f()\n" },
    { language: "ts", text: "const a: number = await f();\n" },
    { language: "py", text: "import x\nfrom __future__ import annotations\n" },
    { language: "ts", text: "const a: = 1;\n" },
    { language: "tsx", text: "const a: X = <b/>;\n" },
    { language: "js", text: "const a: number = <b/>;\n" },
    { language: "py", text: "\ufeffx = '🧪'\r\n" },
    { language: "py", text: "if x:\npass\n" },
  ]);
  assert.deepEqual(
    verdicts.map((verdict) => verdict === undefined),
    [true, true, false, false, true, false, true, false],
  );
});

test("markers name ranges of the line above, also from its first column and over several lines", () => {
  const { text, markers } = readMarkers("one.two(\n^^^ rule-a\n^^^^^^^^… rule-b\n  x)\n  ^ rule-c\n");
  assert.equal(text, "one.two(\n  x)\n");
  assert.deepEqual(markers, [
    { rule: "rule-a", start: 0, end: 3, isOpen: false },
    { rule: "rule-b", start: 0, end: 8, isOpen: true },
    { rule: "rule-c", start: 11, end: 12, isOpen: false },
  ]);
  assert.deepEqual(readMarkers(drawMarkers(text, markers, "#")), { text, markers });
  assert.deepEqual(readMarkers(drawMarkers(text, markers, "//")), { text, markers });
  assert.deepEqual(readMarkers("# ^ is xor\n  a ^ b\n# ^^^\n").markers, []);
});
