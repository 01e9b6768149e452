// Requests can be read off any text, and no call that goes to a model is passed over.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { AnalysisContext } from "../../server/src/engine/engine.ts";
import type { RequestSketch, SketchedRequests } from "../../server/src/engine/sketch/request-sketch.ts";
import { grammarOfPath, type SourceFile } from "../../server/src/engine/source-file.ts";
import type { Json } from "../../server/src/engine/text/json.ts";
import { contains } from "../../server/src/engine/text/span.ts";
import { contextOf, plainContext } from "../support/context.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { testHost } from "../support/grammars.ts";

const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 60, seed: 1 } : { numRuns: Number(given) };
const engine = await createEngine(testHost);

const cases = fixtureFiles().flatMap(({ fixture: { rule, cases: all } }) =>
  all.flatMap((each) => each.snippets.map((snippet) => ({ rule, name: `${rule}: ${each.name}`, snippet, context: contextOf(each).context }))),
);

const sourceOf = (path: string, text: string): SourceFile => ({ uri: `file:///projectspace/${path}`, grammar: grammarOfPath(path) ?? "python", text });

async function read(source: SourceFile, context: AnalysisContext): Promise<SketchedRequests> {
  return engine.requests(await engine.analyze(source, context), context);
}

/** What of a sketch does not fit its text or itself. */
function failuresOf(sketch: RequestSketch, text: string): string[] {
  const failures: string[] = [];
  const { span, body, holes, model } = sketch;
  if (span.start < 0 || span.end > text.length || span.start >= span.end) failures.push("its span is not in the text");
  assert.deepEqual(JSON.parse(JSON.stringify(sketch)), sketch, "it is not plain data");
  for (const { path, source, why, placeholder } of holes) {
    if (source === "" || why === "") failures.push(`the hole at ${path} does not say what it is`);
    const filled = placeholder === null ? undefined : at(body, path);
    if (placeholder !== null && !(typeof filled === "string" && filled.includes(placeholder))) failures.push(`${path} holds no ${placeholder}, but ${JSON.stringify(filled)}`);
  }
  if ((model.portkeyName === null) !== (model.why !== null) || (model.portkeyName === null) !== (model.slug === "unknown")) failures.push("its model has a name and a reason for having none");
  if ((model.certainty !== "certain" && model.source !== null) !== holes.some(({ path }) => path === "model")) failures.push("its model is uncertain without a hole, or the other way round");
  if ("model" in body || "stream" in body) failures.push("its body repeats the model");
  for (const { name, why } of sketch.unsupported) if (name === "" || !/[.!?]$/.test(why)) failures.push(`${name}: ${why}`);
  return failures;
}

/** What stands at `messages[0].content`. */
const at = (body: Json, path: string): Json | undefined =>
  path
    .split(/\.|\[(\d+)\]/)
    .filter((part) => part !== undefined && part !== "")
    .reduce<Json | undefined>((value, key) => (typeof value === "object" && value !== null ? (value as Readonly<Record<string, Json>>)[key] : undefined), body);

test("every request that a rule finds in the fixtures is read, or it is said why it cannot be", async () => {
  let count = 0;
  for (const { snippet, context, name } of cases) {
    const source = sourceOf(snippet.path, snippet.text);
    const report = await engine.analyze(source, context);
    const { requests, unread } = await engine.requests(report, context);
    count += requests.length;
    for (const sketch of requests) assert.deepEqual(failuresOf(sketch, source.text), [], `${name}\n${source.text}\n${JSON.stringify(sketch, null, 1)}`);
    for (const { why } of unread) assert.match(why, /^(?!It could not be read).*\.$/);
    const told = [...requests, ...unread].map(({ span }) => span);
    const ofRequests = report.findings.filter(({ rule, symbol, isImport }) => !isImport && symbol !== null && catalog.isRequest(symbol) && catalog.symbol(symbol)?.family === rule);
    const missed = ofRequests.filter(({ focus }) => !told.some((span) => contains(span, focus)));
    assert.deepEqual(
      missed.map(({ message }) => message),
      [],
      `${name}\n${source.text}`,
    );
  }
  assert.ok(count > 450, `only ${count} requests in all fixtures`);
});

/** What a request of LiteLLM sends through Portkey, as a test of it does. */
function sent({ kind, model, stream, body, config, metadata, traceId }: RequestSketch): unknown {
  // An SDK asks for vectors as text unless it is told otherwise, which the gateway's own interface does not.
  const { encoding_format: _, ...rest } = body;
  return { kind, model: model.portkeyName, stream, body: rest, config, metadata, traceId };
}

test("a request says the same before its rewrite and after it", async () => {
  // A Router's group is told apart by a test, and found by its config in the program.
  const rewritten = cases.filter(({ rule }) => rule.startsWith("litellm-") && rule !== "litellm-router");
  let count = 0;
  for (const { snippet, context, name } of rewritten) {
    for (const { text } of snippet.afters.filter(({ strategy }) => strategy !== "keep-litellm" && strategy !== "adapter")) {
      const [before, after] = await Promise.all([snippet.text, text].map(async (each) => (await read(sourceOf(snippet.path, each), context)).requests));
      if (!before || !after || before.length !== after.length) continue;
      for (const [index, sketch] of after.entries()) {
        const original: RequestSketch | undefined = before[index];
        // A model that the project's adapter names at run time is not known any more.
        if (!original || sketch.library === "litellm" || (sketch.model.portkeyName === null && text.includes("portkey_model("))) continue;
        // What stands inside a text is quoted as it is written.
        if (original.holes.some(({ source }) => source.includes("completion("))) continue;
        assert.deepEqual(sent(sketch), sent(original), `${name}\n${snippet.text}\n${text}`);
        count++;
      }
    }
  }
  assert.ok(count > 200, `only ${count} rewritten requests`);
});

test("broken texts are read as far as they go", async () => {
  const pasted = fc.constantFrom("", "\n", "(", ")", '"', "{", "}", "**", "f'{", "lambda ");
  const texts = fc.constantFrom(...cases).chain(({ snippet }) => fc.tuple(fc.constant(snippet), fc.nat(snippet.text.length), fc.nat(snippet.text.length), pasted));
  await fc.assert(
    fc.asyncProperty(texts, async ([{ path, text: whole }, from, to, middle]) => {
      const text = whole.slice(0, Math.min(from, to)) + middle + whole.slice(Math.max(from, to));
      const { requests, unread } = await read(sourceOf(path, text), plainContext);
      for (const sketch of requests) assert.deepEqual(failuresOf(sketch, text), [], text);
      for (const { why } of unread) assert.doesNotMatch(why, /^It could not be read/, text);
    }),
    parameters,
  );
});
