// Reads the facts of a snippet and writes them as short lines, so that a test is a table of source and lines.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Argument, Expression, FileFacts, Step, StringContext, Use } from "../../server/src/engine/facts/facts.ts";
import { gatherFacts } from "../../server/src/engine/facts/gather.ts";
import type { KnownPackages } from "../../server/src/engine/facts/known-packages.ts";
import type { LanguageReader } from "../../server/src/engine/facts/language.ts";
import { python } from "../../server/src/engine/facts/python.ts";
import { typescript } from "../../server/src/engine/facts/typescript.ts";
import { type Grammar, languageOf } from "../../server/src/engine/source-file.ts";
import { Parsers } from "../../server/src/engine/syntax/parsers.ts";
import { finish } from "../../server/src/engine/syntax/turns.ts";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";
import type { Span } from "../../server/src/engine/text/span.ts";
import { testHost } from "./grammars.ts";

const readers: Readonly<Record<Grammar, LanguageReader>> = { python, typescript, tsx: typescript };
const parsers = new Parsers(testHost.loadWasm);
const known: KnownPackages = {
  modules: ["litellm", "openai", "portkey_ai", "portkey-ai"],
  neededNames: ["os", "OpenAI"],
  exportsOf: (module) => (module === "litellm" ? ["completion", "acompletion", "Router"] : []),
  stringPattern: /(?:openai|anthropic)\//g,
  addressPattern: /\/chat\/completions/g,
  otherGateway: /openrouter/gi,
  isAddress: (text) => text.startsWith("$"),
  httpFunctions: () => ["fetch"],
  commentWord: "NOTE",
  requestOf: (path) => /^litellm\.a?completion\b/.exec(path)?.[0],
  otherClients: [],
  fieldNames: () => ["litellm_params"],
  isClient: (path) => /^openai\.(?:OpenAI|default)$/.test(path),
  isAdapter: () => false,
  isVariable: (word) => /^(?:LITELLM_|OPENAI_)/.test(word),
};

/** The facts of a text, with LiteLLM, OpenAI and Portkey as the known packages. */
export const factsOf = (grammar: Grammar, text: string): Promise<FileFacts> =>
  parsers.parse(grammar, text, {}, (root) => finish(gatherFacts(root, text, languageOf(grammar), readers[grammar], known)));

/** Kinds of facts, each written as lines. */
export type Rendering = { readonly [Kind in keyof typeof renderers]?: readonly string[] };

/** A snippet and the lines that its facts should give, by kind. */
export interface FactsCase extends Rendering {
  readonly title: string;
  readonly source: readonly string[];
}

/** One test for each case: every kind of fact that the case names gives exactly its lines. */
export function checkFacts(grammar: Grammar, cases: readonly FactsCase[]): void {
  for (const { title, source, ...wanted } of cases) {
    test(`${grammar}: ${title}`, async () => {
      const text = source.join("\n");
      assert.deepEqual(render(await factsOf(grammar, text), text, wanted), wanted);
    });
  }
}

/** The lines of the kinds that `wanted` has. */
export function render(facts: FileFacts, text: string, wanted: Rendering): Rendering {
  const index = new LineIndex(text);
  const view: View = { text, facts, line: ({ start }) => index.position(start).line + 1, source: ({ start, end }) => text.slice(start, end) };
  return Object.fromEntries(Object.keys(wanted).map((kind) => [kind, renderers[kind as keyof typeof renderers](view)]));
}

interface View {
  readonly text: string;
  readonly facts: FileFacts;
  line(span: Span): number;
  source(span: Span): string;
}

const renderers = {
  /** `2: from litellm: completion as ask = litellm.completion -> ask`. */
  imports: ({ facts, line, source }: View) =>
    facts.imports.map((fact) => {
      const names = fact.names.map(({ span, path, local }) => `${source(span)} = ${path}${local === undefined ? "" : ` -> ${local}`}`);
      const marks = [fact.guard, fact.place, fact.isTypeOnly && "type", fact.block?.statements === 1 && "alone", fact.sharesLine && "shares line"].filter(
        (mark) => mark && mark !== "none" && mark !== "module",
      );
      return `${line(fact.span)}: ${fact.form} ${fact.module}${names.length > 0 ? `: ${names.join(", ")}` : ""}${marks.length > 0 ? ` [${marks.join(", ")}]` : ""}`;
    }),
  /** `2: ask = litellm.completion (call)`. */
  references: ({ facts, line, source }: View) =>
    facts.references.map(({ span, path, role, place, isDirect, value }) => {
      const marks = [role, place === "module" ? "" : place, isDirect ? "" : "indirect"].filter((mark) => mark !== "");
      return `${line(span)}: ${source(span)} = ${path} (${marks.join(", ")})${value ? ` := ${expression(value, source)}` : ""}`;
    }),
  /** `2: await litellm.completion(model="gpt-4o")`. */
  calls: ({ facts, line, source }: View) =>
    facts.calls.map(
      ({ span, awaited, isNew, callee, arguments: given }) =>
        `${line(span)}: ${awaited ? "await " : ""}${isNew ? "new " : ""}${callee.path}(${given.map((each) => argument(each, source)).join(", ")})`,
    ),
  /** `2: LM("gpt-4o") calls litellm.completion, declared in 1`. */
  constructions: ({ facts, line, source }: View) =>
    facts.constructions.map(({ span, name, arguments: given, request, declarations }) => {
      const places = declarations.map((place) => ("span" in place ? line(place.span) : place.origin.uri));
      return `${line(span)}: ${name}(${given.map((each) => argument(each, source)).join(", ")}) calls ${request}, declared in ${places.join(" ")}`;
    }),
  /** `2: Own(x) builds on openai.OpenAI`. */
  subclassCalls: ({ facts, line, source }: View) => facts.subclassCalls.map(({ span, callee }) => `${line(span)}: ${source(span)} builds on ${callee.path}`),
  /** `2: client.chat.completions < client.chat < client`. */
  objects: ({ facts, line, source }: View) => facts.calls.map(({ span, objects }) => `${line(span)}: ${objects.map(source).join(" < ")}`),
  /** `2: in try: litellm.Timeout, *`. */
  handlers: ({ facts, line }: View) =>
    facts.calls.map(({ span, handlers }) => `${line(span)}: ${handlers.map(({ types, catchesAll }) => [...types.map((type) => type ?? "?"), ...(catchesAll ? ["*"] : [])].join("|")).join(" > ")}`),
  /** `2: runs 3: (litellm.Timeout, ?) as error: .code whole`. */
  tries: ({ facts, line, source }: View) =>
    facts.tries.flatMap(({ span, calls, handlers }) => [
      `${line(span)}: runs ${calls.map(line).join(" ")}`,
      ...handlers.map(({ span, caught, classes, name, reads, block, isOneLine, isGroup }) => {
        const marks = [isGroup && "group", isOneLine && "one line", !caught && "all"].filter((mark) => mark);
        const uses = reads.map(({ attribute }) => (attribute === undefined ? " whole" : ` .${attribute}`)).join("");
        return `${line(span)}: ${classes.map(({ path }) => path ?? "?").join(", ")}${name === undefined ? "" : ` as ${name}${uses}`} -> ${block ? source(block) : "?"}${marks.length > 0 ? ` [${marks.join(", ")}]` : ""}`;
      }),
    ]),
  /** `2: .choices [0] .message .content -> argument of print`. */
  uses: ({ facts, source }: View) => facts.calls.filter(({ isNew }) => !isNew).flatMap(({ result }) => result.map((use) => useLine(use, source))),
  /** What else may come to a use: `part["a"]: part (after 1)`. */
  others: ({ facts, source }: View) => facts.calls.flatMap(({ result }) => result.flatMap((use) => otherLines(use, source))),
  /** `client: openai.OpenAI() variable exported`. */
  bindings: ({ facts, source }: View) =>
    facts.bindings.map(({ name, paths, kind, isCertain, returns, isExported, place, initial }) =>
      [
        `${name}: ${paths.join(" | ") || "-"} ${kind}`,
        isCertain ? "" : "uncertain",
        returns === undefined ? "" : `returns ${returns}`,
        initial ? `= ${expression(initial, source)}` : "",
        place === "module" ? "" : place,
        isExported ? "exported" : "",
      ]
        .filter((part) => part !== "")
        .join(" "),
    ),
  /** `2: "openai/gpt-4o" argument 0 of f`. */
  strings: ({ facts, line }: View) =>
    facts.strings.map(({ span, value, isPlain, hasHoles, context }) => `${line(span)}: ${JSON.stringify(value)}${hasHoles ? " (with holes)" : isPlain ? "" : " (not plain)"} ${contextLine(context)}`),
  /** `2: OPENAI_API_KEY write`, with what takes the value. */
  environment: ({ facts, line }: View) => facts.environment.map(({ span, variable, access, taker }) => `${line(span)}: ${variable} ${access}${taker === undefined ? "" : ` for ${taker}`}`),
  /** `2: provider + _API_KEY read`, with what takes the value. */
  filledVariables: ({ facts, line }: View) =>
    (facts.nameTests?.variables ?? []).map(({ span, hole, suffix, access, taker }) => `${line(span)}: ${hole} + ${suffix} ${access}${taker === undefined ? "" : ` for ${taker}`}`),
  /** `2: model split in provider`. */
  slashSplits: ({ facts, line }: View) => (facts.nameTests?.splits ?? []).map(({ span, subject, method, within }) => `${line(span)}: ${subject} ${method} in ${within.join(" ")}`),
  /** `2: openai azure`. */
  prefixPatterns: ({ facts, line }: View) => (facts.nameTests?.patterns ?? []).map(({ span, words }) => `${line(span)}: ${words.join(" ")}`),
  /** The text with marks where new code may go. */
  anchors: ({ facts: { anchors }, text }: View) => [
    ...text
      .split("")
      .map((unit, at) => `${at === anchors.firstImport ? "<first>" : ""}${at === anchors.afterImports ? "<after>" : ""}${unit}`)
      .join("")
      .split("\n")
      .filter((each) => /<first>|<after>/.test(each)),
  ],
  /** `os: module`. */
  taken: ({ facts }: View) => [...facts.anchors.taken].map(([name, where]) => `${name}: ${where}`),
  /** `openai OpenAI -> Client`. */
  topLevelImports: ({ facts, source }: View) => facts.anchors.imports.map(({ module, name, local, clause }) => `${module} ${name ?? "*"} -> ${local} at ${source(clause)}`),
  unreadable: ({ facts, source }: View) => facts.unreadable.map(source),
};

function argument({ keyword, kind, value }: Argument, source: View["source"]): string {
  const text = expression(value, source);
  return kind === "splat" ? `*${text}` : keyword === undefined ? text : `${keyword}=${text}`;
}

/** An expression as it was understood; what was not is in angle brackets. */
export function expression(value: Expression, source: View["source"]): string {
  const all = (values: readonly Expression[]): string => values.map((each) => expression(each, source)).join(", ");
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.value);
    case "number":
    case "boolean":
      return String(value.value);
    case "nothing":
      return "nothing";
    case "list":
      return `[${all(value.items)}]`;
    case "record":
      return `{${value.entries.map((entry) => `${entry.key ?? "?"}: ${expression(entry.value, source)}`).join(", ")}}`;
    case "name":
      return `${value.name}${value.path === undefined ? "" : `=${value.path}`}${value.initial ? `=${expression(value.initial, source)}` : ""}`;
    case "chain":
      return `${value.text}${value.path === undefined ? "" : `=${value.path}`}`;
    case "environment":
      return `env ${value.variable}${value.isRequired ? "!" : ""}${value.fallback ? ` else ${expression(value.fallback, source)}` : ""}`;
    case "template":
      return `template ${JSON.stringify(value.prefix)}`;
    case "choice":
      return `(${value.options.map((option) => expression(option, source)).join(" | ")})`;
    case "call":
      return `${value.path ?? "?"}(${value.arguments.map((each) => argument(each, source)).join(", ")})`;
    case "opaque":
      return `<${source(value.span)}>`;
  }
}

function useLine({ steps, end, taker }: Use, source: View["source"]): string {
  const way = steps.map((step) => stepText(step, source)).join(" ");
  return `${way}${way === "" ? "" : " "}-> ${end}${taker === undefined ? "" : ` of ${taker}`}`;
}

const otherLines = ({ span, others }: Use, source: View["source"]): string[] => others.map((other) => `${source(span)}: ${source(other.span)} (after ${other.at})`);

function stepText(step: Step, source: View["source"]): string {
  switch (step.kind) {
    case "attribute":
      return `.${step.name}`;
    case "index":
      return `[${step.key ?? `<${source(step.span)}>`}]`;
    case "call":
      return "()";
    case "iterate":
    case "await":
      return step.kind;
  }
}

function contextLine(context: StringContext): string {
  switch (context.kind) {
    case "initial":
      return `initial of ${context.name}`;
    case "argument":
      return `argument ${context.keyword ?? context.index} of ${context.path ?? context.callee}`;
    case "record-value":
      return `value of ${context.key ?? "?"}${context.call ? ` in a call of ${context.path ?? "?"}` : ""}`;
    case "default":
      return `default of ${context.name ?? "?"}`;
    case "assignment":
      return `assigned to ${context.target}`;
    case "record-key":
      return `record-key${context.owner === undefined ? "" : ` of ${context.owner}`}`;
    case "comparison":
      return `comparison${context.other === undefined ? "" : ` with ${context.other}`}`;
    default:
      return context.kind;
  }
}
