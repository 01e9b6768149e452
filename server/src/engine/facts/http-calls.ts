import { type Node, namedChildrenOf, parentOf, same, spanOf } from "../syntax/nodes.ts";
import { mapped, type Steps } from "../syntax/turns.ts";
import { bySource } from "../text/span.ts";
import { calleeText } from "./callee-text.ts";
import type { BindingId } from "./facts.ts";
import type { HttpCall } from "./http-facts.ts";
import type { ExpressionContext, ImportDraft, LanguageReader } from "./language.ts";
import type { Names, Variable } from "./names.ts";

/** What the calls are looked for by. */
export interface HttpCallSource {
  readonly root: Node;
  readonly reader: LanguageReader;
  readonly names: Names;
  readonly context: ExpressionContext;
  /** Matches a part of a string that is an address or a route. */
  readonly pattern: RegExp;
  /** The functions and modules whose calls are asked for. */
  readonly functions: readonly string[];
  /** The imports of those, which may give them other names. */
  readonly imports: readonly Pick<ImportDraft, "names">[];
  /** The number by which facts know a variable. */
  readonly idOf: (variable: Variable) => BindingId;
}

/** Names that an address goes through, and reads of each, beyond which it is not followed. */
const maxDepth = 3;
const maxReads = 20;
/** Brackets and attributes between a name and its call. */
const maxSteps = 12;

/** The calls that go out of a program, by their callee's name or by an address or a route that they are given, in source order. */
export function* httpCalls({ root, reader, names, context, pattern, functions, imports, idOf }: HttpCallSource): Steps<HttpCall[]> {
  const found = new Map<number, Node>();
  /** Calls of what stands for a function, with its own name. */
  const standing = new Map<number, string>();
  const handing = new Set<number>();
  const { lookUp } = root.tree;
  const aliases = new Map(imports.flatMap((draft) => draft.names.flatMap(({ local, path }) => (local ? [[local.text, path.replace(/\.default$/, "")] as const] : []))));
  for (const word of new Set([...functions, ...aliases.keys()])) {
    for (const at of lookUp.word(word)) {
      const name = root.descendantForIndex(at, at + word.length);
      const call = callOf(name, reader);
      if (call) {
        found.set(call.id, call);
        for (const other of callsOfWrapper(call, reader, names)) {
          found.set(other.id, other);
          handing.add(other.id);
        }
      } else
        for (const other of callsStandingFor(name, reader, names)) {
          found.set(other.id, other);
          standing.set(other.id, aliases.get(word) ?? word);
        }
      yield;
    }
  }
  const seen = new Set<number>();
  for (const { start, end } of lookUp.pattern(pattern)) {
    const literal = literalAround(root.descendantForIndex(start, end), reader);
    if (literal && !seen.has(literal.id)) for (const call of callsTaking(literal, reader, names, seen, 0)) found.set(call.id, call);
    yield;
  }
  const makers = makersAmong(found.values(), reader, names);
  const ids = (call: Node): Pick<HttpCall, "makes" | "by"> => {
    const [made, by] = [makers.get(call.id), makers.size > 0 ? callerOf(call, reader, names) : undefined];
    return { makes: made && idOf(made), by: by && [...makers.values()].includes(by) ? idOf(by) : undefined };
  };
  const calls = yield* mapped([...found.values()], (call) => ({ ...httpCall(call, reader, context, { aliases, standing, handing }), ...ids(call) }));
  return calls.sort((a, b) => bySource(a.span, b.span));
}

/** The names of functions by those that a file gives them, and by the calls of what stands for one. */
interface FunctionNames {
  readonly aliases: ReadonlyMap<string, string>;
  readonly standing: ReadonlyMap<number, string>;
  /** Calls of the file's own functions that hand their first argument on to one. */
  readonly handing: ReadonlySet<number>;
}

function httpCall(call: Node, reader: LanguageReader, context: ExpressionContext, { aliases, standing, handing }: FunctionNames): Omit<HttpCall, "makes" | "by"> {
  const callee = reader.calleeOf(call) ?? call;
  const list = reader.argumentList(call);
  const around = reader.surrounding(call);
  return {
    span: spanOf(call),
    callee: { span: spanOf(callee), text: calleeText(callee), name: standing.get(call.id) ?? calleeText(callee).replace(/[\w$-]+/, (first) => aliases.get(first) ?? first) },
    isHandedOn: handing.has(call.id),
    isNew: call.type === "new_expression",
    arguments: reader.argumentsOf(call, context),
    argumentsSpan: list ? spanOf(list) : { start: call.endIndex, end: call.endIndex },
    awaited: around.kind === "await" ? spanOf(around.node) : undefined,
    takesFunction: (list?.namedChildren ?? []).some(({ type }) => reader.functionTypes.has(type)),
    // Which of several names takes which value is not looked for.
    within: namesAround(call, reader).flatMap(({ name, isOneOfSeveral }) => (isOneOfSeveral ? [] : [name])),
    place: reader.placeOf(call),
  };
}

/** The variables and members that hold nothing but what a call makes of a function for requests, by that call. */
function makersAmong(calls: Iterable<Node>, reader: LanguageReader, names: Names): ReadonlyMap<number, Variable> {
  const makers = new Map<number, Variable>();
  for (const call of calls) {
    const around = /\.(?:create|extend)$/.test(calleeText(reader.calleeOf(call) ?? call)) ? reader.surrounding(call) : undefined;
    const [target, ...others] = around?.kind === "assigned" ? around.targets : [];
    const variable = target && others.length === 0 && target.steps.length === 0 ? variableAt(target.node, reader, names) : undefined;
    if (variable?.declarations.filter(({ declaration }) => declaration.kind !== "bare").length === 1) makers.set(call.id, variable);
  }
  return makers;
}

/** What holds the object that a method is called on. */
function callerOf(call: Node, reader: LanguageReader, names: Names): Variable | undefined {
  const callee = reader.calleeOf(call);
  const part = callee && reader.chainPart(callee);
  return part?.kind === "attribute" ? variableAt(part.object, reader, names) : undefined;
}

function variableAt(node: Node, reader: LanguageReader, names: Names): Variable | undefined {
  const part = reader.chainPart(node);
  return part?.kind === "name" ? names.variableOf(part.node) : part?.kind === "member" ? names.memberOf(part.owner, part.name) : undefined;
}

/** The call whose callee a node is; the grammar reads `await f<T>()` as a call of `await f`. */
function callBy(callee: Node, reader: LanguageReader): Node | undefined {
  const around = reader.surrounding(callee);
  const outer = around.kind === "await" ? reader.surrounding(around.node) : around;
  return outer.kind === "call" ? outer.node : undefined;
}

/** The call that a word is the callee of, or the first or last name in it: `fetch(…)`, `axios.get(…)`, `globalThis.fetch(…)`. */
function callOf(word: Node, reader: LanguageReader): Node | undefined {
  let node = word;
  for (let parent = parentOf(node); parent && reader.chainPart(parent)?.kind === "attribute" && !same(parent.childForFieldName("object"), node); parent = parentOf(node)) node = parent;
  for (let steps = 0; steps < maxSteps; steps++) {
    const call = callBy(node, reader);
    if (call) return call;
    const around = reader.surrounding(node);
    if (around.kind !== "attribute" && around.kind !== "group") return undefined;
    node = around.node;
  }
  return undefined;
}

/** The calls of the parameters, variables and members that a function is the value, a default or the type of: `(url, send = fetch) => send(url)`, `fetcher: typeof fetch`. */
function* callsStandingFor(name: Node, reader: LanguageReader, names: Names): Iterable<Node> {
  for (const target of targetsOf(name, reader)) {
    for (const read of readsOf(target, reader, names)) {
      const call = callBy(read, reader);
      if (call) yield call;
    }
  }
}

/** The calls of a function of the module's own that hands its first parameter on as the first argument: `const fetchInTime = (url, init) => fetch(url, …)`. */
function callsOfWrapper(call: Node, reader: LanguageReader, names: Names): readonly Node[] {
  // `axios.isAxiosError(error)` sends nothing
  if (/\.is[A-Z]\w*$/.test(calleeText(reader.calleeOf(call) ?? call))) return [];
  const first = namedChildrenOf(reader.argumentList(call) ?? call)[0];
  const part = first && reader.chainPart(first);
  const variable = part?.kind === "name" ? names.variableOf(part.node) : undefined;
  if (!variable?.declarations.some(({ declaration }) => declaration.kind === "parameter")) return [];
  let definition: Node | null = call;
  while (definition && !reader.functionTypes.has(definition.type)) definition = parentOf(definition);
  const parameter = definition?.childForFieldName("parameters")?.namedChild(0);
  const name = definition ? nameOf(definition, reader) : undefined;
  if (!definition || !name || !parameter || !variable.declarations.some(({ node }) => node.startIndex >= parameter.startIndex && node.endIndex <= parameter.endIndex)) return [];
  return readsOf(name, reader, names).flatMap((read) => callBy(read, reader) ?? []);
}

/** What a function is called, or the only name that it is given. */
function nameOf(definition: Node, reader: LanguageReader): Node | undefined {
  const around = reader.surrounding(definition);
  return reader.definitionName(definition) ?? (around.kind === "assigned" && around.targets.length === 1 ? around.targets[0]?.node : undefined);
}

/** What takes the value, or has the type, of a name. */
function targetsOf(name: Node, reader: LanguageReader): readonly Node[] {
  const declared = reader.declaredWith?.(name);
  if (declared) return [declared];
  let node = name;
  for (let steps = 0; steps < maxSteps; steps++) {
    const around = reader.surrounding(node);
    if (around.kind === "assigned") return around.targets.length === 1 ? around.targets.map((target) => target.node) : [];
    if (around.kind === "end") return around.onward?.kind === "default" ? [around.onward.target] : [];
    const isPart = around.kind === "attribute" ? /^(?:globalThis|window|self|global)\b/.test(around.node.text) : around.kind === "group" || around.kind === "choice";
    if (!isPart || !("node" in around)) return [];
    node = around.node;
  }
  return [];
}

/** The string literal around a place. */
function literalAround(place: Node, reader: LanguageReader): Node | undefined {
  for (let at: Node | null = place, depth = 0; at && depth < maxDepth; at = parentOf(at), depth++) {
    if (reader.stringAt(at) || reader.templatePrefix(at) !== undefined) return at;
  }
  return undefined;
}

/** Functions that make one address of others. */
const builders = /(?:^|\.)(?:URL|String|encodeURI|joinUrl|urlJoin|urljoin|str|Request)$/;

/** The calls that a value is given to: through the strings, records and names that it becomes a part of. */
function* callsTaking(start: Node, reader: LanguageReader, names: Names, seen: Set<number>, depth: number): Iterable<Node> {
  let node = start;
  for (;;) {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const around = reader.surrounding(node);
    switch (around.kind) {
      case "attribute":
      case "index":
      case "call":
      case "group":
      case "await":
      case "choice":
        node = around.node;
        continue;
      case "assigned":
        if (depth < maxDepth) for (const target of around.targets) for (const read of readsOf(target.node, reader, names)) yield* callsTaking(read, reader, names, seen, depth + 1);
        return;
      case "end": {
        if (around.onward?.kind === "default") {
          if (depth < maxDepth) for (const read of readsOf(around.onward.target, reader, names)) yield* callsTaking(read, reader, names, seen, depth + 1);
          return;
        }
        const next = around.end === "argument" ? callAround(node, reader) : around.onward?.kind === "held" ? around.onward.node : around.end === "read" ? wholeAround(node, reader) : undefined;
        if (!next) return;
        const callee = around.end === "argument" ? reader.calleeOf(next) : undefined;
        if (callee && !builders.test(calleeText(callee))) {
          yield next;
          return;
        }
        node = next;
        continue;
      }
      default:
        return;
    }
  }
}

function readsOf(target: Node, reader: LanguageReader, names: Names): readonly Node[] {
  const part = reader.chainPart(target);
  const variable = part?.kind === "name" ? names.variableOf(part.node) : part?.kind === "member" ? names.memberOf(part.owner, part.name) : undefined;
  // A parameter may declare a member too: `constructor(private readonly send = fetch)`.
  const member = reader.memberDeclaration(target);
  return [...(variable?.reads ?? []), ...(member ? names.memberOf(member.owner, target.text).reads : [])].slice(0, maxReads);
}

/** The call that has a node among its arguments. */
export function callAround(argument: Node, reader: LanguageReader): Node | undefined {
  for (let at = parentOf(argument), depth = 0; at && depth < maxDepth; at = parentOf(at), depth++) if (reader.calleeOf(at)) return at;
  return undefined;
}

/** The string that a value is a hole of or is put together to. */
function wholeAround(node: Node, reader: LanguageReader): Node | undefined {
  for (let at = parentOf(node), depth = 0; at && depth < 2; at = parentOf(at), depth++) {
    if (reader.templatePrefix(at) !== undefined || /^binary_/.test(at.type)) return at;
  }
  return undefined;
}

/** The names of the definitions around a node, of what takes its value, and of what the branches around it are for, innermost first. */
export const definitionsAround = (node: Node, reader: LanguageReader): string[] => namesAround(node, reader).map(({ name }) => name);

interface NameAround {
  readonly name: string;
  /** It takes a part of a value that others take parts of. */
  readonly isOneOfSeveral: boolean;
}

function namesAround(node: Node, reader: LanguageReader): readonly NameAround[] {
  const found: NameAround[] = [];
  const add = (name: string, isOneOfSeveral: boolean): number => found.push({ name, isOneOfSeveral });
  for (let at: Node | null = node; at; at = parentOf(at)) {
    const around = reader.surrounding(at);
    if (around.kind === "assigned") for (const { node: target } of around.targets) add(target.text, around.targets.length > 1);
    const name = at !== node && (reader.functionTypes.has(at.type) || /class/.test(at.type)) ? reader.definitionName(at) : undefined;
    if (name) add(name.text, false);
    for (const text of comparedWith(at)) add(text, false);
  }
  return found;
}

/** The texts that a branch is taken for, given a node of it: `case "litellm":`, `if (provider === "litellm")`. */
function comparedWith(node: Node): string[] {
  const parent = parentOf(node);
  if (parent?.type === "switch_case") return same(parent.childForFieldName("value"), node) ? [] : textsIn(parent.childForFieldName("value")?.text ?? "", /^()(["'])([^"'\n]+)\2$/);
  if (!parent || !/^(?:if_statement|elif_clause)$/.test(parent.type) || !same(parent.childForFieldName("consequence"), node)) return [];
  return textsIn(parent.childForFieldName("condition")?.text ?? "", /(?<![!=])(={2,3}) ?(["'])([^"'\n]+)\2/g);
}

/** The quoted texts of a short condition without alternatives. */
const textsIn = (condition: string, quoted: RegExp): string[] =>
  condition.length > 200 || /\|\||\bor\b/.test(condition) ? [] : [...condition.matchAll(new RegExp(quoted, "g"))].map(([, , , text = ""]) => text);
