// The engine cannot fail: whatever the text, `analyze` answers, and what it answers can be applied.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { Engine, FileReport } from "../../server/src/engine/engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { defineRule } from "../../server/src/engine/rules/rule.ts";
import type { Grammar, SourceFile } from "../../server/src/engine/source-file.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { plainContext } from "../support/context.ts";
import { anyEdits, changed, changes, longSources, samples, snippetsOfText, sources } from "../support/edited-texts.ts";
import { readSyntax, testHost } from "../support/grammars.ts";
import { choiceOf, plainReport, planFailures } from "../support/invariants.ts";

// The usual run is the same each time; `PROPERTY_RUNS=2000` looks further, from a seed that a failure names.
const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 40, seed: 1 } : { numRuns: Number(given) };
const engine = await createEngine(testHost);
const everything = { title: undefined, strategy: undefined, isSafeOnly: false };

/** Analyses a text and applies all that is offered, asserting what must hold for any text. */
async function survive(source: SourceFile): Promise<FileReport> {
  const report = await engine.analyze(source, plainContext);
  assert.deepEqual(report.problems, []);
  assert.doesNotMatch(report.skipped ?? "", /could not be analysed/);
  assert.equal(new Set(report.findings.map(({ key }) => key)).size, report.findings.length, "two findings share a key");
  for (const { span, focus } of report.findings) assert.ok(0 <= span.start && span.start <= focus.start && focus.end <= span.end && span.end <= source.text.length, JSON.stringify({ span, focus }));
  const choice = choiceOf(report, everything);
  const plan = engine.plan(report, choice);
  assert.deepEqual(planFailures(report, choice, plan), []);
  applyEdits(source.text, plan.edits);
  return report;
}

test("cuts and pastes of real code never make it throw", async () => {
  await fc.assert(
    fc.asyncProperty(sources, fc.array(changes, { minLength: 1, maxLength: 4 }), async (source, list) => {
      await survive({ ...source, text: list.reduce((text, change) => changed(text, change).text, source.text) });
    }),
    parameters,
  );
});

test("any characters, in any grammar", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Grammar>("python", "typescript", "tsx"),
      fc.array(fc.oneof(snippetsOfText, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), { maxLength: 30 }),
      async (grammar, parts) => {
        await survive({ uri: "file:///x", grammar, text: `import litellm\n${parts.join("")}` });
      },
    ),
    parameters,
  );
});

test("code nested ten thousand deep is answered in time", async () => {
  const script = fileURLToPath(new URL("../support/nested-code.ts", import.meta.url));
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, ["--import", "tsx", script], { timeout: 150_000, killSignal: "SIGKILL" }, (error, stdout, stderr) => resolve(error ? `${stdout}\n${stderr}` : stdout));
  });
  const lines = output.trim().split("\n");
  assert.equal(lines.at(-1), "done", `the last of these did not end in time:\n${output}`);
  assert.deepEqual(
    lines.slice(0, -1).filter((line) => !/: answered \d+ edits$/.test(line)),
    [],
  );
});

for (const grammar of ["python", "typescript", "tsx"] as const) {
  const head = grammar === "python" ? "import litellm\n" : 'import litellm from "litellm";\n';
  test(`NUL bytes and lone surrogates in ${grammar}`, async () => {
    await survive({ uri: "file:///x", grammar, text: `${head}x = "\0\ud83e"\n\0\0\n` });
  });
}

/** Texts that random ones have led to. */
const finds: readonly { readonly name: string; readonly grammar: Grammar; readonly text: string }[] = [
  { name: "an import whose name is not typed yet", grammar: "python", text: "from litellm import \n" },
  { name: "an import whose name is missing", grammar: "python", text: "from litellm import ;\n" },
  { name: "an import clause that is not typed yet", grammar: "typescript", text: 'import { } from "litellm";\nimport  from "litellm";\n' },
  { name: "an import that swallows the lines below", grammar: "python", text: 'from litellm import com`f run(completion):\n    return completion(model="openai/gpt-4o", messages=[])\n' },
  { name: "an import inside a loop's head", grammar: "python", text: "import litellm\n\nfor import litellm\nssages=[], stream=True):\n    print(chunk)\n" },
  { name: "an import under an unclosed bracket", grammar: "python", text: "impo{rt os\nimport litellm\n\nprint(os.getcwd())\n" },
  { name: "an argument that is not closed", grammar: "python", text: 'import litellm\n\nanswer = litellm.completion(model="openai/gpt-4o", mes1")\n' },
  { name: "a positional argument after a keyword", grammar: "python", text: 'import litellm\n\nanswer = litellm.completion(model="openai/gpt-4o", messages=[], fallbac,s=["a"])\n' },
];

for (const { name, grammar, text } of finds) {
  test(`unfinished code: ${name}`, async () => {
    const report = await survive({ uri: "file:///x", grammar, text });
    const once = applyEdits(text, engine.plan(report, choiceOf(report, everything)).edits);
    assert.ok((await readSyntax(grammar, once)).errors <= (await readSyntax(grammar, text)).errors, once);
    const again = await survive({ ...report.source, text: once });
    assert.deepEqual(engine.plan(again, choiceOf(again, everything)).edits, []);
  });
}

const throwing = (id: string, detect: () => never) =>
  defineRule({ id, title: "A rule that fails", why: "It shows what a failing rule costs.", languages: ["python", "typescript"], severity: "warning", minutesByHand: 1, detect });

test("a rule that throws costs its own findings and is told", async () => {
  const faulty = await createEngine(testHost, {
    rules: [
      throwing("test-throws", () => {
        throw new Error("out of order");
      }),
      ...rules,
      throwing("test-exhausts-the-stack", function again(): never {
        return again();
      }),
    ],
  });
  for (const { grammar, text } of samples.slice(0, 20)) {
    const source = { uri: "file:///x", grammar, text };
    const [expected, actual] = [await engine.analyze(source, plainContext), await faulty.analyze(source, plainContext)];
    assert.equal(plainReport({ ...actual, problems: [] }), plainReport(expected));
    if (expected.findings.length === 0) continue;
    assert.equal(actual.problems.length, 2);
    assert.match(actual.problems[0] ?? "", /test-throws/);
  }
});

let gatherings = 0;

/** A rule whose findings are all facts of a file, and all the places they name, so that any difference between two parses shows. */
const probe = defineRule({
  id: "test-probe",
  title: "All facts of a file",
  why: "It makes facts visible to a test.",
  languages: ["python", "typescript"],
  severity: "hint",
  minutesByHand: 1,
  *detect({ facts }) {
    gatherings += 1;
    const places: { start: number; end: number; name: string }[] = [];
    const { firstImport, afterImports, ...anchors } = facts.anchors;
    const offsets = [firstImport, afterImports].map((at) => ({ start: at, end: at }));
    const all = JSON.stringify({ ...facts, layout: undefined, anchors, offsets }, (key, value: unknown) => {
      if (value instanceof Map) return [...value];
      // Where a block stands is a place, too.
      if (key === "block" && typeof value === "object" && value !== null && "statements" in value && "start" in value && "end" in value) {
        const { start, end, statements } = value;
        places.push({ start: Number(start), end: Number(end), name: key });
        return { statements };
      }
      if (key === "block" && typeof value === "number") {
        places.push({ start: value, end: value, name: key });
        return "a place";
      }
      if (typeof value !== "object" || value === null || Object.keys(value).join() !== "start,end") return value;
      places.push({ ...(value as { start: number; end: number }), name: key });
      return "a place";
    });
    const finding = { symbol: null, fixes: [], manual: "Nothing." };
    yield { ...finding, span: { start: 0, end: 0 }, focus: { start: 0, end: 0 }, message: all };
    for (const { start, end, name } of places) yield { ...finding, span: { start, end }, focus: { start, end }, message: name };
  },
});

test("an edited tree gives the facts, findings and fixes of a fresh one", async () => {
  const incremental: Engine = await createEngine(testHost, { rules: [...rules, probe] });
  let quiet = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(sources, longSources), fc.array(anyEdits, { minLength: 1, maxLength: 12 }), async (source, lists) => {
      const edits = lists.flat();
      let { text } = source;
      await incremental.analyze(source, plainContext, { keepTree: true });
      try {
        for (const edit of edits) {
          const change = edit(text);
          text = text.slice(0, change.start) + change.text + text.slice(change.oldEnd);
          incremental.edited(source.uri, change);
          const current = { ...source, text };
          const before = gatherings;
          const kept = await incremental.analyze(current, plainContext, { keepTree: true });
          if (gatherings === before) quiet += 1;
          const fresh = await incremental.analyze({ ...current, uri: source.uri.replace("///", "///fresh/") }, plainContext);
          assert.equal(plainReport(kept), plainReport(fresh));
          const [planned, expected] = [kept, fresh].map((report) => incremental.plan(report, choiceOf(report, everything)));
          assert.deepEqual(planned?.edits, expected?.edits);
          assert.deepEqual(planned?.skipped, expected?.skipped);
        }
      } finally {
        incremental.close(source.uri);
      }
    }),
    // few edits change nothing but places
    { ...parameters, numRuns: 3 * parameters.numRuns },
  );
  assert.ok(quiet > 5, `only ${quiet} edits changed nothing but places, so that little was shown`);
});

test("an edit that was not told does not mislead the next analysis", async () => {
  const keeping = await createEngine(testHost);
  for (const { grammar, text } of samples.slice(0, 10)) {
    const source = { uri: "file:///x", grammar, text };
    await keeping.analyze({ ...source, text: `\n\n${text}x` }, plainContext, { keepTree: true });
    assert.equal(plainReport(await keeping.analyze(source, plainContext, { keepTree: true })), plainReport(await engine.analyze(source, plainContext)));
    keeping.close(source.uri);
  }
});
