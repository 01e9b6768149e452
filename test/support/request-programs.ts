// Random Python programs that send requests by way of LiteLLM: calls in every layout, at every place where an expression can stand.
import fc from "fast-check";
import { argumentsOf, type RequestFunction, requestFunctions, type WrittenArgument } from "./request-arguments.ts";

/** Writes a call's arguments with its brackets; `note` makes a comment that stands nowhere else, `margin` is the indent of the line. */
type Layout = (given: readonly string[], note: () => string, margin: string) => string;

const layouts: readonly Layout[] = [
  (given) => `(${given.join(", ")})`,
  (given) => `( ${given.join(" , ")}, )`,
  (given, _, margin) => `(\n${given.map((each) => `${margin}    ${each},\n`).join("")}${margin})`,
  (given, _, margin) => `(\n${given.map((each) => `${margin}    ${each}`).join(",\n")}\n${margin})`,
  (given, note, margin) => `(  ${note()}\n${given.map((each, index) => `${margin}    ${each},${index % 2 === 0 ? `  ${note()}` : ""}\n`).join("")}${margin})`,
  (given, note, margin) => `(\n${given.map((each) => `${margin}    ${note()}\n${margin}    ${each},\n`).join("")}${margin}    ${note()}\n${margin})`,
  (given, note, margin) => `(\n${given.map((each, index) => `${margin}    ${each}${index < given.length - 1 ? "," : ""}  ${note()}`).join("\n")}\n${margin})`,
  (given, _, margin) => `(${given.join(`\n${margin}    , `)}\n${margin})`,
  (given, _, margin) => `(${given.join(`,\n${margin}    `)})`,
  (given, _, margin) => `(\n\n${given.map((each) => `${margin}    ${each},\n\n`).join("")}${margin})`,
  (given, note, margin) => `(${given.slice(0, 2).join(", ")}${given.length > 2 ? `,  ${note()}\n${margin}    ${given.slice(2).join(", ")}` : ""})`,
];

/** How the package comes in: the lines, and how a function is written behind them. */
interface Import {
  readonly lines: (names: readonly string[]) => readonly string[];
  readonly written: (name: string) => string;
}

const imports: readonly Import[] = [
  { lines: () => ["import litellm"], written: (name) => `litellm.${name}` },
  { lines: () => ["import litellm as llm"], written: (name) => `llm.${name}` },
  { lines: (names) => [`from litellm import ${names.join(", ")}`], written: (name) => name },
  { lines: (names) => ["from litellm import (", ...names.map((name) => `    ${name},  # sends ${name}`), ")"], written: (name) => name },
  { lines: (names) => names.map((name) => `from litellm import ${name} as our_${name}`), written: (name) => `our_${name}` },
  { lines: (names) => [`from litellm import RateLimitError, ${names.join(", ")}`], written: (name) => name },
  { lines: (names) => names.map((name) => `from litellm.main import ${name}`), written: (name) => name },
  { lines: () => ["from litellm import *"], written: (name) => name },
  { lines: () => ["import os, litellm"], written: (name) => `litellm.${name}` },
  { lines: () => ["try:", "    import litellm", "except ImportError:", "    litellm = None"], written: (name) => `litellm.${name}` },
  { lines: () => ["import importlib", 'llm = importlib.import_module("litellm")'], written: (name) => `llm.${name}` },
];

/** What else stands above the calls. */
const preambles: readonly (readonly string[])[] = [
  [],
  ["import os"],
  ["import os, httpx", "from dotenv import load_dotenv", "load_dotenv()"],
  ['"""Asks models."""', "from __future__ import annotations"],
  ["client = None"],
  ["from pydantic import BaseModel", "class Answer(BaseModel):", "    text: str"],
  ["#!/usr/bin/env python", "# -*- coding: utf-8 -*-"],
  ["import json", "os = object()"],
];

/** Settings of the module, where it has a name. */
const settings: readonly (readonly [name: string, value: string])[] = [
  ["drop_params", "True"],
  ["set_verbose", "False  # quiet"],
  ["num_retries", "2"],
  ["api_key", 'os.environ["OPENAI_API_KEY"]'],
  ["success_callback", '["langfuse"]'],
];

/** Lines around an expression; `{}` is where it stands. */
type Shape = (n: number) => readonly string[];

const shapes: readonly Shape[] = [
  () => ["{}"],
  (n) => [`answer_${n} = {}`, `print(answer_${n}.choices[0].message.content)`],
  (n) => [`answer_${n}: object = {}`, `print(answer_${n}["choices"][0]["message"]["content"])`],
  (n) => [`answer_${n} = {}`, `print(answer_${n}.data[0]["embedding"], answer_${n}.usage)`],
  () => ["print({}.choices[0].message.content)"],
  () => ['show({}["choices"][0])'],
  () => ["value = {} if flag else None"],
  () => ["value = None if flag else {}"],
  () => ["values = [{} for each in items]"],
  () => ["later = lambda: {}"],
  () => ["table = {", '    "a": {},', '    "b": [{}],', "}"],
  () => ['print(f"{{}.choices[0].message.content}")'],
  () => ["print(f'''{{}.choices[0].message.content}''')"],
  (n) => [`if (kept_${n} := {}):`, `    print(kept_${n})`],
  () => ["@remember({})", "def decorated():", "    pass"],
  () => ["def with_default(value={}):", "    return value"],
  (n) => [`for chunk_${n} in {}:`, `    print(chunk_${n}.choices[0].delta.content or "", end="")`],
  () => ["first = 1; {}  # and on", "second = 2"],
  () => ["if flag: {}"],
  () => ["assert {}, 'no answer'"],
  () => ["with opened() as file:", "    show(result={}, file=file)"],
  () => ["show(", "    {},  # the answer", "    2,", ")"],
  () => ["print(({}).usage.total_tokens)"],
  () => ["try:", "    {}", "except litellm.RateLimitError as error:", "    print(error)"],
  () => ["try:", "    value = {}", "except Exception as error:", "    print(getattr(error, 'status_code', None))", "finally:", "    print('done')"],
  () => ["try:", "    value = {}", "except (litellm.Timeout, ValueError):", "    value = {}", "except litellm.APIError:", "    raise"],
];

const awaitedShapes: readonly Shape[] = [
  (n) => [`async for chunk_${n} in {}:`, `    print(chunk_${n}.choices[0].delta.content)`],
  () => ["values = await gather(", "    {~},", "    {~},", ")"],
  () => ["task = create_task({~})"],
];

/** Where the lines stand. */
const places: readonly ((lines: readonly string[], n: number) => readonly string[])[] = [
  (lines) => lines,
  (lines, n) => [`def run_${n}(messages, model="openai/gpt-4o"):`, ...indented(lines)],
  (lines, n) => [`class Service_${n}:`, "    def __init__(self, key=None):", "        self.key = key", ...indented(indented(lines))],
  (lines, n) => [`class Service_${n}:`, '    """Asks."""', "", "    def run(self, text):", ...indented(indented(lines))],
  (lines, n) => [`class Service_${n}:`, ...indented(lines)],
  (lines) => ['if __name__ == "__main__":', ...indented(lines)],
  (lines, n) => [`def outer_${n}():`, "    # comes back with what asks", `    def inner_${n}():`, ...indented(indented(lines)), `    return inner_${n}`],
  (lines) => ["while flag:", ...indented(lines), "else:", "    pass"],
];

const asyncPlaces: typeof places = [
  (lines, n) => [`async def run_${n}(messages):`, ...indented(lines)],
  (lines, n) => [`class Service_${n}:`, "    async def run(self):", ...indented(indented(lines))],
];

const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === "" ? line : `    ${line}`));

/** A call and where it stands, drawn by number where the choice depends on the function. */
interface DrawnCall {
  readonly request: RequestFunction;
  readonly given: readonly WrittenArgument[];
  readonly layout: Layout;
  readonly shape: number;
  readonly place: number;
  readonly handing: number;
}

const drawnCall: fc.Arbitrary<DrawnCall> = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(...requestFunctions.filter(({ addressee }) => addressee === "model")) },
    { weight: 1, arbitrary: fc.constantFrom(...requestFunctions.filter(({ addressee }) => addressee === "custom_llm_provider")) },
    { weight: 6, arbitrary: fc.constantFrom(...requestFunctions.filter(({ canStream }) => canStream)) },
  )
  .chain((request) => fc.record({ request: fc.constant(request), given: argumentsOf(request), layout: fc.constantFrom(...layouts), shape: fc.nat(1000), place: fc.nat(1000), handing: fc.nat(1000) }));

/** A program of one to three calls. */
export const requestPrograms: fc.Arbitrary<string> = fc
  .record({
    from: fc.constantFrom(...imports),
    preamble: fc.constantFrom(...preambles),
    calls: fc.array(drawnCall, { minLength: 1, maxLength: 3 }),
    set: fc.oneof({ weight: 3, arbitrary: fc.subarray([...settings], { maxLength: 0 }) }, { weight: 1, arbitrary: fc.subarray([...settings], { maxLength: 2 }) }),
    lineBreak: fc.constantFrom("\n", "\n", "\n", "\r\n"),
  })
  .map(({ from, preamble, calls, set, lineBreak }) => {
    let notes = 0;
    const note = (): string => `# note ${notes++}`;
    const names = [...new Set(calls.map(({ request }) => request.name))];
    const bodies = calls.flatMap((call, index) => block(call, index, from, note));
    const above = from.written("").endsWith(".") ? set.map(([name, value]) => `${from.written(name)} = ${value}`) : [];
    return [...preamble, ...from.lines(names), "", ...above, 'MODEL = "openai/gpt-4o"', 'OTHER_MODEL = "gpt-4o-mini"  # cheaper', "", ...bodies, ""].join("\n").replaceAll("\n", lineBreak);
  });

/** How arguments come to a call: as they are, or some of them by way of a dictionary, which lines above it may make. */
interface Handing {
  readonly above: readonly string[];
  readonly texts: readonly string[];
}

/** Ways to hand on the named arguments behind the first. */
const handings: readonly ((own: readonly string[], handed: readonly WrittenArgument[], n: number) => Handing)[] = [
  (own, handed) => ({ above: [], texts: [...own, `**{${entriesOf(handed).join(", ")}}`] }),
  (own, handed) => ({ above: [], texts: [...own, `**dict(${handed.map(({ name, value }) => `${name}=${value}`).join(", ")})`] }),
  (own, handed) => ({ above: [], texts: [...own, `**({${entriesOf(handed).join(", ")}} if flag else {})`] }),
  (own, handed, n) => ({ above: [`options_${n} = {`, ...entriesOf(handed).map((entry) => `    ${entry},`), "}"], texts: [...own, `**options_${n}`] }),
  (own, handed, n) => ({
    above: [`options_${n} = {${entriesOf(handed.slice(0, -1)).join(", ")}}`, "if flag:", ...handed.slice(-1).map(({ name, value }) => `    options_${n}["${name}"] = ${value}`)],
    texts: [...own, `**options_${n}`],
  }),
  (own, handed, n) => ({
    above: [`options_${n} = dict()`, ...handed.map(({ name, value }) => `options_${n}["${name}"] = ${value}`), `options_${n}.update({})`],
    texts: [...own, `**options_${n}`],
  }),
];

const entriesOf = (handed: readonly WrittenArgument[]): string[] => handed.map(({ name, value }) => `"${name}": ${value}`);

/** The arguments as a call gives them, half of the time some of them in a dictionary. */
function handingOf(given: readonly WrittenArgument[], number: number, n: number): Handing {
  const written = ({ name, value }: WrittenArgument): string => (name === undefined ? value : `${name}=${value}`);
  const named = given.filter(({ name, value }) => name !== undefined && !value.includes("#"));
  const handed = named.slice(number % 3);
  const way = handings[number % (2 * handings.length)];
  if (!way || handed.length === 0) return { above: [], texts: given.map(written) };
  return way(given.filter((each) => !handed.includes(each)).map(written), handed, n);
}

/** A call with the lines around it. */
function block({ request, given, layout, shape, place, handing }: DrawnCall, index: number, from: Import, note: () => string): readonly string[] {
  const possible = request.isAsync ? [...shapes, ...awaitedShapes] : shapes;
  const around = (possible[shape % possible.length] ?? (() => ["{}"]))(index);
  const possiblePlaces = request.isAsync ? asyncPlaces : places;
  const where = possiblePlaces[place % possiblePlaces.length] ?? ((lines: readonly string[]) => lines);
  const { above, texts } = handingOf(given, handing, index);
  // A string with holes has one line, and a lambda waits for nothing.
  const isPlain = around.some((line) => /f["']|lambda/.test(line));
  const lines = around.flatMap((line) => {
    const margin = /^ */.exec(line)?.[0] ?? "";
    const write = (): string => `${from.written(request.name)}${isPlain ? `(${inHole(texts, line).join(", ")})` : layout(texts, note, margin)}`;
    return line
      .replaceAll("{~}", () => write())
      .replaceAll("{}", () => (request.isAsync && !line.includes("lambda") ? (/\{\}\)?[.[]/.test(line) ? `(await ${write()})` : `await ${write()}`) : write()))
      .split("\n");
  });
  return where([...above.flatMap((line) => line.split("\n")), ...lines], index);
}

/** Arguments as a string with holes takes them: no line breaks, and none of its own quotes. */
function inHole(texts: readonly string[], line: string): readonly string[] {
  if (!/f["']/.test(line)) return texts;
  return texts.map((text) => (line.includes('f"') ? text.replaceAll('"', "'").replace(/\n\s*/g, " ") : text.replace(/\n\s*/g, " ")));
}
