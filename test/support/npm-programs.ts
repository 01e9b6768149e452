// Random TypeScript programs on npm's `litellm`: its functions by every name, in every layout, with answers that are read, handed on or streamed.
import fc from "fast-check";

/** A program, and what has to be gone from it once no name of the package is left. */
export interface NpmProgram {
  readonly text: string;
  /** Options that only the package reads, as they are written. */
  readonly packageOnly: readonly string[];
  readonly comments: number;
}

const importForms: readonly ((quote: string) => { readonly line: string; readonly completion: string; readonly embedding: string })[] = [
  (quote) => ({ line: `import { completion, embedding } from ${quote}litellm${quote}`, completion: "completion", embedding: "embedding" }),
  (quote) => ({ line: `import { completion as ask, embedding as embed } from ${quote}litellm${quote}`, completion: "ask", embedding: "embed" }),
  (quote) => ({ line: `import * as litellm from ${quote}litellm${quote}`, completion: "litellm.completion", embedding: "litellm.embedding" }),
  (quote) => ({ line: `const { completion, embedding } = require(${quote}litellm${quote})`, completion: "completion", embedding: "embedding" }),
  (quote) => ({ line: `const { completion, embedding } = await import(${quote}litellm${quote})`, completion: "completion", embedding: "embedding" }),
];

/** Options beside the model and the messages. */
const options = ["temperature: 0.2", "max_tokens: 50", "top_p: 1", "n: 1", 'stop: ["end"]', "apiKey: process.env.OPENAI_API_KEY", "presence_penalty: 0"] as const;

/** What a program does with a chat's answer. */
const reads: readonly ((answer: string) => string)[] = [
  (answer) => `console.log(${answer}.choices[0].message.content)`,
  (answer) => `console.log(${answer}.choices[0]?.message.content ?? "", ${answer}.usage?.total_tokens)`,
  (answer) => `const { choices } = ${answer}; console.log(choices.length)`,
  (answer) => `const text: string | null = ${answer}.choices[0].message.content; console.log(text?.trim())`,
  (answer) => `console.log(JSON.stringify(${answer}))`,
];

/** Where a request stands; the name is that of the function around it. */
const places: readonly ((lines: readonly string[], name: string) => readonly string[])[] = [
  (lines) => lines,
  (lines, name) => [`export async function ${name}() {`, ...lines.map((line) => `  ${line}`), "}"],
  (lines, name) => [`class ${name[0]?.toUpperCase()}${name.slice(1)} {`, "  async run() {", ...lines.map((line) => `    ${line}`), "  }", "}"],
  (lines, name) => [`export const ${name} = async () => {`, "  try {", ...lines.map((line) => `    ${line}`), "  } catch (error) {", "    console.error(error)", "  }", "}"],
];

const parts = fc.record({
  quote: fc.constantFrom('"', "'"),
  semicolons: fc.boolean(),
  tabs: fc.boolean(),
  form: fc.nat(importForms.length - 1),
  sites: fc.array(
    fc.record({
      kind: fc.constantFrom("chat", "chat", "chat", "stream", "embedding"),
      model: fc.constantFrom("gpt-4o", "openai/gpt-4o-mini", "claude-3-5-sonnet-20241022", "mistral/mistral-large-latest", "ollama/llama3", "PICKED"),
      options: fc.uniqueArray(fc.nat(options.length - 1), { maxLength: 3 }),
      read: fc.nat(reads.length - 1),
      place: fc.nat(places.length - 1),
      isLong: fc.boolean(),
      hasComment: fc.boolean(),
      isTrailing: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** Programs, each as random as the last. */
export const npmPrograms: fc.Arbitrary<NpmProgram> = parts.map(({ quote, semicolons, tabs, form, sites }) => {
  const names = importForms[form]?.(quote) ?? { line: "", completion: "completion", embedding: "embedding" };
  const quoted = (text: string): string => quote + text + quote;
  const packageOnly: string[] = [];
  let comments = 0;
  const lines = [names.line, `const PICKED = process.env.MODEL ?? ${quoted("gpt-4o")}`, ""];
  for (const [number, site] of sites.entries()) {
    const own = site.options.flatMap((index) => options[index] ?? []).filter((option) => site.kind !== "embedding" || option.startsWith("apiKey"));
    if (own.some((option) => option.startsWith("apiKey"))) packageOnly.push("OPENAI_API_KEY");
    const model = site.model === "PICKED" ? site.model : quoted(site.kind === "embedding" ? "text-embedding-3-small" : site.model);
    const given = [
      `model: ${model}`,
      site.kind === "embedding" ? `input: [${quoted(`text ${number}`)}]` : `messages: [{ role: ${quoted("user")}, content: ${quoted(`question ${number}`)} }]`,
      ...own.map((option) => option.replaceAll('"', quote)),
      ...(site.kind === "embedding" ? [] : [`stream: ${site.kind === "stream"}`]),
    ];
    const note = site.hasComment && site.isLong ? ` // note ${++comments}` : "";
    const record = site.isLong
      ? `{\n${given.map((entry, index) => `    ${entry}${index < given.length - 1 || site.isTrailing ? "," : ""}${index === 0 ? note : ""}`).join("\n")}\n  }`
      : `{ ${given.join(", ")}${site.isTrailing ? "," : ""} }`;
    const call = `${site.kind === "embedding" ? names.embedding : names.completion}(${record})`;
    const answer = `answer${number}`;
    const read =
      site.kind === "embedding"
        ? [`console.log(${answer}.data[0].embedding.length)`]
        : site.kind === "stream"
          ? [`for await (const chunk of ${answer}) {`, "  console.log(chunk.choices[0].delta.content)", "}"]
          : [`{ ${reads[site.read]?.(answer).replaceAll('"', quote) ?? ""} }`];
    lines.push(...(places[site.place]?.([`const ${answer} = await ${call}`, ...read], `run${number}`) ?? []), "");
  }
  const ended = lines.map((line) => (semicolons && line !== "" && !/[{}]$/.test(line) ? `${line};` : line)).join("\n");
  return { text: `${tabs ? ended.replace(/^(?: {2})+/gm, (indent) => "\t".repeat(indent.length / 2)) : ended}\nexport {}${semicolons ? ";" : ""}\n`, packageOnly, comments };
});
