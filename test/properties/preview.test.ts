// What is told of a text before it was read as a whole: what its edited statement holds is told as it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { FileReport, Finding } from "../../server/src/engine/engine.ts";
import type { SourceFile } from "../../server/src/engine/source-file.ts";
import { Stopped } from "../../server/src/engine/syntax/turns.ts";
import { plainContext } from "../support/context.ts";
import { testHost } from "../support/grammars.ts";
import { plainReport } from "../support/invariants.ts";

/** Functions that depend on what the module's own level and other functions give them. */
const python = (index: number): string => `
def llm_${index}():
    return litellm


class Agent${index}:
    retries: int = ${index}

    def __init__(self, model="openai/gpt-4o"):
        self.model = model
        self.ask = litellm.acompletion
        self.router = Router(model_list=[{"model_name": "fast", "litellm_params": {"model": "azure/fast"}}])

    async def run(self, question):
        try:
            answer = await self.ask(model=self.model, messages=[{"role": "user", "content": question}], num_retries=self.retries)
        except RateLimitError as error:
            logger.warning("limited: %s", error.llm_provider)
            return await self.router.acompletion(model="fast", messages=[{"role": "user", "content": question}])
        return answer.choices[0].message.content, answer._hidden_params


def count_${index}(text, agent=None):
    """Counts what completion would read of a text."""
    agent = agent or Agent${index}(model=MODEL)
    if agent.model.startswith("azure/"):
        return llm_${index}().token_counter(model=agent.model, text=text)
    return sum(chunk.usage.total_tokens for chunk in completion(MODEL, [{"role": "user", "content": text}], stream=True))
`;
const typescript = (index: number): string => `
export async function answer${index}(question: string, model = "openai/gpt-4o"): Promise<string | null> {
  const response = await client.chat.completions.create({ model, messages: [{ role: "user", content: question }], metadata: { tags: ["answer"] } });
  return response.choices[0]?.message.content ?? null;
}

export class Agent${index} {
  private readonly own = new OpenAI({ baseURL: BASE, apiKey: process.env.LITELLM_API_KEY });

  async models() {
    const listed = await fetch(\`\${BASE}/v1/models\`, { headers: { "x-litellm-api-key": "sk-fake" } });
    return (await listed.json()).data.filter(({ id }: { id: string }) => id.startsWith("anthropic/"));
  }

  ask = async (text: string) => this.own.chat.completions.create({ model: "anthropic/claude-sonnet-4-5", messages: [{ role: "user", content: text }] });
}
`;
const times = (count: number, make: (index: number) => string): string => Array.from({ length: count }, (_, index) => make(index)).join("\n");
const sources = fc.constantFrom<SourceFile>(
  {
    uri: "file:///x.py",
    grammar: "python",
    text: `import litellm\nfrom litellm import Router, completion\nfrom litellm.exceptions import RateLimitError\n\nMODEL = "openai/gpt-4o"\n\n${times(4, python)}`,
  },
  {
    uri: "file:///x.ts",
    grammar: "typescript",
    text: `import OpenAI from "openai";\n\nconst BASE = "http://localhost:4000";\nconst client = new OpenAI({ baseURL: BASE, apiKey: "sk-fake" });\n${times(4, typescript)}`,
  },
);

/** A letter that is typed behind a word inside a function, and taken back. */
const slips = fc.noBias(fc.nat(9999)).map((at) => {
  const place = (text: string): number => {
    const words = [...text.matchAll(/(?<=^[ ]{2,}\S.*)(?!await|async|return|const|def|in|as|or|if|for|except|new|this|private|readonly)\b[a-zA-Z_]{2,}\b/gm)];
    const word = words[Math.min(words.length - 1, Math.floor((at / 10_000) * words.length))];
    return (word?.index ?? 0) + (word?.[0].length ?? 0);
  };
  return [(text: string) => ({ start: place(text), oldEnd: place(text), text: "x" }), (text: string) => ({ start: place(text) - 1, oldEnd: place(text), text: "" })];
});

const given = process.env.PROPERTY_RUNS;
const parameters = given === undefined ? { numRuns: 25, seed: 1 } : { numRuns: Number(given) };

/** What is shown of findings. */
const shown = ({ findings }: FileReport): string[] => findings.map(({ key, focus, severity, message }: Finding) => JSON.stringify({ key, focus, severity, message }));

test("a preview says what the whole text says, all but a few times, and the whole text has the last word", async () => {
  let now = 0;
  // every analysis takes long by this clock
  const engine = await createEngine({ ...testHost, now: () => (now += 5) });
  const fresh = await createEngine(testHost);
  const count = { previews: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(sources, fc.array(fc.tuple(slips, fc.boolean()), { minLength: 1, maxLength: 4 }), async (source, lists) => {
      let { text } = source;
      await engine.analyze(source, plainContext, { keepTree: true });
      try {
        for (const [edit, isStopped] of lists.flatMap(([list, stops]) => list.map((each) => [each, stops] as const))) {
          const change = edit(text);
          text = text.slice(0, change.start) + change.text + text.slice(change.oldEnd);
          engine.edited(source.uri, change);
          const current = { ...source, text };
          const previews: FileReport[] = [];
          const turns = { isOver: () => false, next: async () => true, rest: async () => !isStopped };
          const whole = await engine.analyze(current, plainContext, { keepTree: true, turns, onPreview: (report) => previews.push(report) }).catch((error: unknown) => {
            assert.ok(error instanceof Stopped && previews.length === 1, String(error));
          });
          const truth = await fresh.analyze(current, plainContext);
          if (whole) assert.equal(plainReport(whole), plainReport(truth));
          assert.ok(previews.length <= 1);
          for (const preview of previews) {
            assert.equal(preview.source.text, text);
            assert.equal(new Set(preview.findings.map(({ key }) => key)).size, preview.findings.length, "two findings share a key");
            for (const { focus } of preview.findings) assert.ok(0 <= focus.start && focus.start <= focus.end && focus.end <= text.length);
            assert.deepEqual(
              engine.plan(
                preview,
                preview.findings.flatMap(({ key, fixes: [fix] }) => (fix ? [{ finding: key, strategy: fix.strategy }] : [])),
              ).edits,
              [],
            );
            count.previews += 1;
            const [told, expected] = [shown(preview), shown(truth)];
            if (told.join() === expected.join()) count.same += 1;
            else if (process.env.SHOW)
              console.log(
                JSON.stringify(change),
                told.filter((each) => !expected.includes(each)),
                expected.filter((each) => !told.includes(each)),
              );
          }
        }
      } finally {
        engine.close(source.uri);
      }
    }),
    parameters,
  );
  assert.ok(count.previews > 50, `only ${count.previews} previews were told`);
  assert.ok(count.same > 0.9 * count.previews, `${count.same} of ${count.previews} were as the whole text`);
});

test("what an edit changes in other statements is told when the whole text was read", async () => {
  let now = 0;
  const engine = await createEngine({ ...testHost, now: () => (now += 5) });
  const text = `import litellm\n\nMODEL = "openai/gpt-4o"\n${times(4, python)}`;
  const source: SourceFile = { uri: "file:///x.py", grammar: "python", text };
  const before = shown(await engine.analyze(source, plainContext, { keepTree: true }));
  const at = text.indexOf("return litellm") + "return litellm".length;
  engine.edited(source.uri, { start: at, oldEnd: at, text: "x" });
  const previews: FileReport[] = [];
  const whole = await engine.analyze({ ...source, text: `${text.slice(0, at)}x${text.slice(at)}` }, plainContext, { keepTree: true, onPreview: (report) => previews.push(report) });
  const helpers = (report: FileReport | undefined): number => report?.findings.filter(({ rule }) => rule === "litellm-helper").length ?? Number.NaN;
  assert.equal(previews.length, 1);
  assert.equal(helpers(previews[0]), 4);
  assert.equal(helpers(whole), 3, "what the function gave is no module any more");
  assert.equal(whole.findings.length, before.length - 2);
});

test("an analysis that is stopped before it has said anything leaves the next edit its preview", async () => {
  let now = 0;
  const engine = await createEngine({ ...testHost, now: () => (now += 5) });
  const uri = "file:///x.py";
  let text = `import litellm\n\nMODEL = "openai/gpt-4o"\n${times(4, python)}`;
  const previews: FileReport[] = [];
  const analyze = (isStopped: boolean) => {
    let looks = 0;
    // the parser looks a few times
    const isOver = (): boolean => isStopped && ++looks > 30;
    return engine.analyze({ uri, grammar: "python", text }, plainContext, {
      keepTree: true,
      turns: { isOver, next: async () => !isStopped, rest: async () => !isStopped },
      onPreview: (report) => previews.push(report),
    });
  };
  const type = (place: string) => {
    const at = text.indexOf(place) + place.length;
    engine.edited(uri, { start: at, oldEnd: at, text: "x" });
    text = `${text.slice(0, at)}x${text.slice(at)}`;
  };
  const before = (await analyze(false)).findings;
  type('"openai/gpt-4');
  await assert.rejects(analyze(true), Stopped);
  assert.equal(previews.length, 0, "what the module's own level says matters everywhere");
  type("return litellm");
  const whole = await analyze(false);
  assert.equal(previews.length, 1);
  assert.equal(plainReport(whole), plainReport(await (await createEngine(testHost)).analyze({ uri, grammar: "python", text }, plainContext)));
  const end = text.indexOf("\n", text.indexOf("MODEL"));
  const atModel = (findings: readonly Finding[] = []): number => findings.filter(({ focus }) => focus.start > text.indexOf("MODEL") && focus.end <= end).length;
  assert.equal(atModel(before), 1);
  assert.equal(atModel(previews[0]?.findings), 0, "nobody knows what the edited name is now");
});

test("a text that is as it was again has the very report that it had", async () => {
  const engine = await createEngine(testHost);
  const source: SourceFile = { uri: "file:///x.py", grammar: "python", text: `import litellm\n${times(2, python)}` };
  const before = await engine.analyze(source, plainContext, { keepTree: true });
  engine.edited(source.uri, { start: 0, oldEnd: 0, text: "x" });
  engine.edited(source.uri, { start: 0, oldEnd: 1, text: "" });
  assert.equal(await engine.analyze({ ...source }, plainContext, { keepTree: true }), before);
});
