// Random TypeScript programs that talk to a LiteLLM proxy: clients of every kind, held in every way, asked in every layout.
import fc from "fast-check";

/** A program, and the settings that name its models. */
export interface ProxyProgram {
  readonly text: string;
  readonly modelMap: Readonly<Record<string, string>>;
  /** What says whether each site was rewritten, and which texts must be gone with it. */
  readonly sites: readonly Site[];
}

/** A client with its requests, or a request by itself. */
export interface Site {
  /** A part of its address. */
  readonly address: string;
  /** Names of its models, and fields that only the proxy reads: all of them stay, or none. */
  readonly proxyOnly: readonly string[];
}

/** How a file is written. */
interface Style {
  readonly quote: string;
  readonly end: string;
  readonly indent: string;
  /** Writes the entries of an object or the arguments of a call. */
  readonly list: (items: readonly string[], margin: string, brackets: string) => string;
}

const lists: readonly ((comment: () => string) => (items: readonly string[], margin: string, brackets: string) => string)[] = [
  () =>
    (items, _, [open, close]) =>
      `${open}${open === "{" ? " " : ""}${items.join(", ")}${close === "}" ? " " : ""}${close}`,
  () =>
    (items, margin, [open, close]) =>
      `${open}\n${items.map((item) => `${margin}  ${item},\n`).join("")}${margin}${close}`,
  () =>
    (items, margin, [open, close]) =>
      `${open}\n${items.map((item) => `${margin}  ${item}`).join(",\n")}\n${margin}${close}`,
  (comment) =>
    (items, margin, [open, close]) =>
      `${open} // ${comment()}\n${items.map((item, index) => `${margin}  ${item},${index % 2 === 0 ? ` // ${comment()}` : ""}\n`).join("")}${margin}${close}`,
  (comment) =>
    (items, margin, [open, close]) =>
      `${open}\n${items.map((item) => `${margin}  /* ${comment()} */\n${margin}  ${item},\n`).join("")}${margin}${close}`,
];

/** Ways to hold a client: the lines that make it, and what a request is made on. */
const holders: readonly ((made: string, name: string, style: Style) => { readonly lines: readonly string[]; readonly on: string; readonly wrap?: (call: string) => readonly string[] })[] = [
  (made, name, { end }) => ({ lines: [`const ${name} = ${made}${end}`], on: name }),
  (made, name, { end }) => ({ lines: [`const ${name}: OpenAI = ${made}${end}`], on: name }),
  (made, name, { end, indent }) => ({ lines: [`function ${name}() {`, `${indent}return ${made}${end}`, "}"], on: `${name}()` }),
  (made, name, { end }) => ({ lines: [`const ${name} = () => ${made}${end}`], on: `${name}()` }),
  (made, name, { end, indent }) => ({ lines: [`let ${name}Cache: OpenAI | undefined${end}`, `function ${name}() {`, `${indent}return (${name}Cache ??= ${made})${end}`, "}"], on: `${name}()` }),
  (made, name, { end, indent }) => ({
    lines: [`let ${name}Cache: OpenAI | null = null${end}`, `async function ${name}() {`, `${indent}if (!${name}Cache) ${name}Cache = ${made}${end}`, `${indent}return ${name}Cache${end}`, "}"],
    on: `(await ${name}())`,
  }),
  (made, name, { end, indent }) => ({
    lines: [],
    on: "this.client",
    wrap: (call) => [`class ${name.toUpperCase()} {`, `${indent}private readonly client = ${made}${end}`, `${indent}async ask() {`, `${indent}${indent}return ${call}${end}`, `${indent}}`, "}"],
  }),
  (made, name, { end, indent }) => ({
    lines: [],
    on: "this.#client",
    wrap: (call) => [
      `export class ${name.toUpperCase()} {`,
      `${indent}#client: OpenAI${end}`,
      `${indent}constructor() {`,
      `${indent}${indent}this.#client = ${made}${end}`,
      `${indent}}`,
      `${indent}async ask() {`,
      `${indent}${indent}return ${call}${end}`,
      `${indent}}`,
      "}",
    ],
  }),
  // Where it cannot be seen, nothing is rewritten.
  (made, name, { end }) => ({ lines: [`export const ${name} = ${made}${end}`], on: name }),
  (made, name, { end }) => ({ lines: [`const ${name} = ${made}${end}`, `register(${name})${end}`], on: name }),
];

/** Fields of a body that only the proxy reads, as they are written for a site. */
const fields: readonly ((site: number, quote: string) => string)[] = [
  (site, quote) => `metadata: { team: ${quote}team-${site}${quote} }`,
  (site) => `metadata: { user${site} }`,
  (site) => `litellm_session_id: session${site}`,
  (site) => `num_retries: 2 + 0 * retries${site}`,
  (site, quote) => `fallbacks: [${quote}alias-${site}-b${quote}]`,
  (site, quote) => `guardrails: [${quote}guard-${site}${quote}]`,
  (site) => `max_retries: ${site + 1}`,
];

const parts = fc.record({
  quote: fc.constantFrom('"', "'"),
  semicolons: fc.boolean(),
  list: fc.constantFrom(...lists),
  importForm: fc.constantFrom("default", "named", "namespace", "require", "type"),
  directive: fc.constantFrom("", "#!/usr/bin/env node", "use client", "// @ts-check"),
  sites: fc.array(
    fc.record({
      kind: fc.constantFrom("client", "client", "client", "provider", "langchain", "fetch", "axios"),
      holder: fc.nat(holders.length - 1),
      address: fc.nat(2),
      key: fc.nat(3),
      model: fc.nat(7),
      method: fc.nat(3),
      fields: fc.uniqueArray(fc.nat(fields.length - 1), { maxLength: 2 }),
      beside: fc.nat(3),
      around: fc.nat(3),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const importLines: Readonly<Record<string, (quote: string) => readonly string[]>> = {
  default: (quote) => [`import OpenAI from ${quote}openai${quote}`],
  named: (quote) => [`import { OpenAI } from ${quote}openai${quote}`],
  namespace: (quote) => [`import * as openai from ${quote}openai${quote}`, "type OpenAI = openai.OpenAI"],
  require: (quote) => [`const { OpenAI } = require(${quote}openai${quote})`],
  type: (quote) => [`import OpenAI, { type ClientOptions } from ${quote}openai${quote}`],
};

/** Programs, each as random as the last. */
export const proxyPrograms: fc.Arbitrary<ProxyProgram> = parts.map(({ quote, semicolons, list, importForm, directive, sites }) => {
  let comments = 0;
  const end = semicolons ? ";" : "";
  const style: Style = { quote, end, indent: "  ", list: list(() => `note ${++comments}`) };
  const text = (value: string): string => quote + value + quote;
  const lines: string[] = [...(directive === "use client" ? [`${text(directive)}${end}`] : directive === "" ? [] : [directive])];
  const needs = (kind: string): boolean => sites.some((site) => site.kind === kind);
  lines.push(...(importLines[importForm] ?? importLines.default ?? (() => []))(quote).map((line) => line + end));
  if (needs("provider")) lines.push(`import { createOpenAI } from ${text("@ai-sdk/openai")}${end}`);
  if (needs("langchain")) lines.push(`import { ChatOpenAI } from ${text("@langchain/openai")}${end}`);
  if (needs("axios")) lines.push(`import axios from ${text("axios")}${end}`);
  lines.push("");
  const className = importForm === "namespace" ? "openai.OpenAI" : "OpenAI";
  const modelMap: Record<string, string> = {};
  const told: Site[] = sites.map((site, number) => {
    const alias = (letter: string): string => `alias-${number}-${letter}`;
    for (const letter of ["a", "b"]) modelMap[alias(letter)] = `@openai-prod/gpt-${number}${letter}`;
    const url = `http://localhost:4000/site${number}`;
    const own = site.kind === "client" || site.kind === "fetch" || site.kind === "axios" ? site.fields.flatMap((index) => fields[index]?.(number, quote) ?? []) : [];
    const model = modelText(site.model, number, alias, text);
    lines.push(...model.lines.map((line) => line + end));
    const address = site.address === 0 ? text(url) : site.address === 1 ? `process.env.LITELLM_URL ?? ${text(url)}` : `\`${url}\``;
    const keys = [`apiKey: ${text("sk-1234")}`, "apiKey: process.env.LITELLM_API_KEY", undefined, `apiKey: process.env.LITELLM_API_KEY!, timeout: ${number + 1}000`];
    const options = [`baseURL: ${address}`, ...(keys[site.key] === undefined ? [] : [keys[site.key] ?? ""])];
    const name = `client${number}`;
    const inside = site.kind === "client" && (site.holder === 6 || site.holder === 7) ? "    " : "";
    const body = style.list([`model: ${model.value}`, `messages: [{ role: ${text("user")}, content: ${text(`question ${number}`)} }]`, ...own], inside, "{}");
    if (site.kind === "client") {
      const holder = holders[site.holder]?.(`new ${className}(${style.list(options, "", "{}")})`, name, style);
      const beside = ["", ", { signal }", `, { headers: { ${text("x-app")}: ${text("search")} } }`, ", options"][site.beside] ?? "";
      const call = `${holder?.on}.chat.completions.create(${body}${beside})`;
      const awaited = [`await ${call}`, `await ${call}.withResponse()`, `${call}.then(console.log, console.error)`, `(await ${call}).choices[0]?.message.content ?? ${text("")}`][site.around] ?? call;
      lines.push(...(holder?.lines ?? []), ...(holder?.wrap?.(awaited) ?? [`export const answer${number} = async () => ${awaited}${end}`]));
    } else if (site.kind === "provider") {
      lines.push(
        `const ${name} = createOpenAI(${style.list(options, "", "{}")})${end}`,
        `export const model${number} = ${name}${["", ".chat", ".embedding", ".languageModel"][site.method]}(${model.value})${end}`,
      );
    } else if (site.kind === "langchain") {
      const [url_, ...rest] = options;
      lines.push(`export const model${number} = new ChatOpenAI(${style.list([`model: ${model.value}`, ...rest, `configuration: { ${url_} }`], "", "{}")})${end}`);
    } else {
      const route = `${site.address === 2 ? `\`${url}\` + ${text("/chat/completions")}` : text(`${url}/v1/chat/completions`)}`;
      const headers = [`headers: { ${text("x-litellm-api-key")}: process.env.LITELLM_API_KEY }`, `headers: { Authorization: ${text("Bearer sk-1234")}, Accept: ${text("*/*")} }`, undefined, "headers"][
        site.beside
      ];
      const given = headers === undefined ? [] : [headers];
      const call =
        site.kind === "fetch"
          ? `fetch(${route}, ${style.list([`method: ${text("POST")}`, ...given, `body: JSON.stringify(${body})`], "", "{}")})`
          : `axios.post(${route}, ${body}${given.length > 0 ? `, { ${given.join(", ")} }` : ""})`;
      lines.push(`export const answer${number} = () => ${call}${end}`);
    }
    lines.push("");
    return { address: `site${number}`, proxyOnly: [text(alias("a")), text(alias("b")), ...own] };
  });
  return { text: `${lines.join("\n")}\n`, modelMap, sites: told };
});

/** A way to give a model: what stands above, and the value. */
function modelText(way: number, site: number, alias: (letter: string) => string, text: (value: string) => string): { readonly lines: readonly string[]; readonly value: string } {
  const [a, b] = [text(alias("a")), text(alias("b"))];
  switch (way) {
    case 0:
      return { lines: [`const MODEL${site} = ${a}`], value: `MODEL${site}` };
    case 1:
      return { lines: [`const MODELS${site} = { quick: ${a}, careful: ${b} } as const`], value: `MODELS${site}.careful` };
    case 2:
      return { lines: [`const MODELS${site}: Record<string, string> = { quick: ${a}, careful: ${b} }`], value: `MODELS${site}[kind]` };
    case 3:
      return { lines: [`const MODEL${site} = process.env.MODEL ?? ${a}`], value: `MODEL${site}` };
    case 4:
      return { lines: [], value: `isLong ? ${a} : ${b}` };
    case 5:
      return { lines: [`const MODEL${site} = ${a}`, `console.log(MODEL${site})`], value: `MODEL${site}` };
    default:
      return { lines: [], value: a };
  }
}
