import type { AnswerKind, RequestEntry } from "../catalog/entries.ts";
import type { Argument, Call, Expression, FileFacts, Use } from "../facts/facts.ts";
import { contains, type Span } from "../text/span.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { RequestArgument } from "./request-call.ts";

/**
 * The type that the OpenAI client declares an argument with, where LiteLLM takes any list or dictionary and a type checker would complain (Python).
 * Nobody holds a file against types that declares none itself; a list that is written out is read as what it is given to.
 */
export function argumentCast(name: string, { value, declaredAs }: Argument, { openAiTypes = {} }: RequestEntry, facts: FileFacts): string | undefined {
  const type = openAiTypes[name];
  const isChecked = declaredAs !== undefined || declaresTypes(facts);
  return type !== undefined && isChecked && !isWrittenOut(value) && !isAccepted(declaredAs) ? type : undefined;
}

/** Gives the arguments of a call the types that are declared for them. */
export function castArguments(call: Call, given: readonly RequestArgument[], edit: FixBuilder): void {
  for (const { value, fate } of given) {
    if (fate.kind !== "stays" || fate.cast === undefined || isIgnored(call.span.start, edit) || isIgnored(value.span.end, edit)) continue;
    const [, list = "", module = "", name = ""] = /^(list\[)?(.+)\.(\w+)/.exec(fate.cast) ?? [];
    addCast(value.span, `${list}${edit.imported(module, name)}${list && "]"}`, edit);
  }
}

/** A part of an answer where it leaves what can be seen of it, and the type that is said of it there. */
export interface TypedPart {
  readonly span: Span;
  readonly type: string;
}

/**
 * The part of an answer that LiteLLM declares more closely than Portkey's SDK (Python), where a function returns it: a text that is no list of parts,
 * an embedding that is no text (portkey-ai 2.3.1 `api_resources/types`). A text that may be None is another one to LiteLLM as well.
 * What is read of LiteLLM's answer by a key has no type; the OpenAI client says that its text may be None.
 */
export function typedPart(call: Call, use: Use, { answer, isOpenAi }: { readonly answer: AnswerKind; readonly isOpenAi: boolean }, facts: FileFacts): TypedPart | undefined {
  const { span, steps, end, declaredAs, others } = use;
  const last = steps.at(-1);
  const field = last?.kind === "attribute" ? last.name : last?.kind === "index" ? last.key : undefined;
  const isDeclared = end === "returned" && declaredAs !== undefined && !/\b(?:Any|object)\b|["'\r\n]/.test(declaredAs);
  if (isOpenAi) {
    const wasAnything = steps.some((step) => step.kind === "index" && typeof step.key === "string");
    return answer === "chat" && field === "content" && isDeclared && wasAnything && !/\b(?:None|Optional)\b/.test(declaredAs) ? { span, type: declaredAs } : undefined;
  }
  if (answer === "chat" && field === "content" && isDeclared && (others.length > 0 || /\b(?:None|Optional)\b/.test(declaredAs))) return { span, type: declaredAs };
  if (answer !== "embedding" || field !== "embedding" || call.arguments.some(({ keyword, kind }) => keyword === "encoding_format" || kind === "splat")) return undefined;
  if (isDeclared) return { span, type: declaredAs };
  return end === "stored" && declaresTypes(facts) ? { span, type: "list[float]" } : undefined;
}

/** Gives a part of an answer its type. */
export function castPart({ span, type }: TypedPart, { awaited }: Call, edit: FixBuilder): void {
  if (isIgnored(span.end, edit)) return;
  // Of an answer that is awaited in its place, the brackets around that are a part.
  const before = awaited && contains(awaited, { start: span.start, end: span.start }) ? awaited.start : undefined;
  const start = before === undefined ? span.start : before - (/\(\s*$/.exec(edit.textOf({ start: Math.max(0, before - longestLine), end: before }))?.[0].length ?? 0);
  // In quotes where it names what may be there for type checkers alone.
  addCast({ start, end: span.end }, /^(?:(?:str|float|int|list)\b[[\]]*)+$/.test(type) ? type : edit.string(type), edit);
}

/** Whether a file says of what type its functions' values are, so that somebody may hold it to that. */
const declaresTypes = ({ anchors }: FileFacts): boolean => anchors.uses(") ->");

/** Whether a checker takes what is declared so: it knows nothing of it, or it is the client's own type. */
export const isAccepted = (declaredAs: string | undefined): boolean =>
  declaredAs !== undefined && /^(?:(?:typing\.)?(?:Any|list|List|dict|Dict)|(?:list|List|Iterable|Sequence)\[Any\])?(?:\s*\|\s*None)?$|ChatCompletion\w*Param\b/.test(declaredAs);

/** A value whose type its own text tells: messages with roles that are written out, a dictionary, a plain value. */
export function isWrittenOut(value: Expression): boolean {
  if (value.kind !== "list") return value.kind === "record" || value.kind === "string" || value.kind === "nothing";
  return value.items.every((item) => item.kind === "record" && item.entries.every((entry) => entry.key !== undefined && (entry.key !== "role" || entry.value.kind === "string")));
}

/** Whether a comment on the line of a place tells type checkers to say nothing. */
const isIgnored = (at: number, edit: FixBuilder): boolean => /^[^\r\n]*#\s*(?:type|pyright):\s*ignore\b/.test(edit.textOf({ start: at, end: at + longestLine }));

/** Longer lines have no comment that anybody reads. */
const longestLine = 300;

function addCast({ start, end }: Span, type: string, edit: FixBuilder): void {
  edit.insert(start, `${edit.imported("typing", "cast")}(${type}, `);
  edit.insert(end, ")");
}
