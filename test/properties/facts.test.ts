// Facts hang on what code means: nothing makes their reader throw, and a local name's spelling is no part of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FileFacts } from "../../server/src/engine/facts/facts.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { factsOf } from "../support/render-facts.ts";

const runs = Number(process.env.PROPERTY_RUNS ?? 60);

interface Sample {
  readonly grammar: Grammar;
  readonly text: string;
  /** Names that mean nothing outside of the text. */
  readonly locals: readonly string[];
}

const samples: readonly Sample[] = [
  {
    grammar: "python",
    locals: ["ask", "ll", "get_client", "answer", "piece", "Service", "inner", "shared", "DEFAULT"],
    text: `
import litellm as ll
from litellm import completion as ask
from openai import OpenAI
try:
    import portkey_ai
except ImportError:
    portkey_ai = None

DEFAULT = "openai/gpt-4o"

def get_client():
    return OpenAI()

class Service:
    shared: OpenAI = None
    def __init__(self, inner: OpenAI | None = None):
        self.shared = inner or get_client()
    @property
    def inner(self):
        return self.shared
    async def run(self, **options):
        try:
            answer = await ll.acompletion(model=DEFAULT, messages=[{"role": "user", "content": f"hi {options!r}"}])
        except (ll.Timeout, ll.APIError) as error:
            raise ValueError from error
        for piece in ask(DEFAULT, [], stream=True):
            yield piece.choices[0].delta.content or ""
        [piece for piece in answer.choices if (first := piece.message)]
        self.inner.chat.completions.create(model="openai/gpt-4o")
        match answer:
            case {"x": [ll.Kind(piece), *_]}:
                return
`,
  },
  {
    grammar: "typescript",
    locals: ["AI", "ll", "getClient", "answer", "piece", "Service", "inner", "Shared", "MODEL", "settled"],
    text: `
import AI, { AzureOpenAI as Azure } from "openai";
import * as ll from "litellm";
const MODEL = "openai/gpt-4o" as const;
type Shared = AI | null;
let shared: Shared = null;
export const getClient = () => (shared ??= new AI({ apiKey: process.env.KEY! }));
class Service<T> {
  #own = new Azure({});
  constructor(private readonly inner: AI, ...rest: string[]) {}
  get own() { return this.#own; }
  async *run({ model = MODEL, ...options }: { model?: string } = {}) {
    try {
      const { choices: [piece], ...others } = await this.inner.chat.completions.create({ model, ...options });
      const answer = await ll.completion({ model: \`openai/\${model}\`, messages: [] });
      for await (const piece of answer) yield piece.choices[0]?.delta?.content ?? "";
      getClient().models.list().then((settled) => settled.data);
    } catch (error) {
      if (error instanceof AI.APIError) throw error;
    }
    label: for (var inner = 0; inner < 1; inner++) continue label;
  }
}
export default Service;
`,
  },
  {
    grammar: "tsx",
    locals: ["Client", "make", "view"],
    text: `
const { OpenAI: Client } = require("openai");
function make() { return new Client(); }
const view = <Chat client={make()} model="openai/gpt-4o" {...make().options}>{make().name} text &amp; more</Chat>;
module.exports = { view };
`,
  },
];

const anySample = fc.constantFrom(...samples);

const asWord = (name: string): RegExp => new RegExp(`(?<![\\w$#])${name}(?![\\w$])`, "g");

/** What facts say without a word of the text: paths, roles and ways. */
const meaning = ({ references, calls, bindings, strings, imports }: FileFacts) => ({
  references: references.map(({ path, role, place }) => `${path} ${role} ${place}`),
  calls: calls.map(({ callee, isNew, arguments: given, result, handlers }) => ({
    path: callee.path,
    isNew,
    given: given.map(({ kind, value }) => `${kind} ${value.kind}`),
    result: result.map(({ steps, end }) => `${steps.map((step) => (step.kind === "attribute" ? step.name : step.kind)).join(".")} ${end}`),
    handlers,
  })),
  bindings: bindings.map(({ paths, kind, isCertain, returns }) => ({ paths, kind, isCertain, returns })),
  strings: strings.map(({ value, context }) => `${value} ${context.kind}`),
  imports: imports.map(({ form, module, names, guard, place }) => ({ form, module, paths: names.map(({ path }) => path), guard, place })),
});

/** Handlers and calls carry spans, which a new name's length moves. */
const withoutSpans = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, inner) => (key === "span" ? undefined : inner)));

test("a text cut anywhere has facts, all inside of it", async () => {
  await fc.assert(
    fc.asyncProperty(anySample, fc.nat(3000), fc.nat(3000), async ({ grammar, text }, a, b) => {
      const [start, end] = [a % text.length, b % text.length].sort((x, y) => x - y);
      const cut = text.slice(0, start) + text.slice(end);
      const facts = await factsOf(grammar, cut);
      const spans = [facts.references, facts.calls, facts.strings, facts.imports, facts.calls.flatMap(({ result }) => result)].flat().map(({ span }) => span);
      for (const span of spans) assert.ok(0 <= span.start && span.start <= span.end && span.end <= cut.length);
      assert.ok(facts.anchors.firstImport <= facts.anchors.afterImports && facts.anchors.afterImports <= cut.length);
    }),
    { numRuns: runs },
  );
});

test("the new name of a local changes no path", async () => {
  for (const { grammar, text, locals } of samples) {
    const before = withoutSpans(meaning(await factsOf(grammar, text)));
    for (const local of locals) {
      assert.match(text, asWord(local));
      const renamed = text.replaceAll(asWord(local), `fresh_${local}`);
      assert.deepEqual(withoutSpans(meaning(await factsOf(grammar, renamed))), before, `${grammar}: ${local}`);
    }
  }
});
