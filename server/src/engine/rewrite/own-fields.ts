import { costHelper } from "../adapter/adapter-module.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Call, FileFacts, Reference, Step, Use } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { SpanIndex } from "../text/span-index.ts";
import type { AdapterImport } from "./adapter-imports.ts";
import { callOf } from "./calls-by-callee.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { isStreamed } from "./result-uses.ts";

/** Functions that ask whether there is such a field. */
const askers: ReadonlySet<string> = new Set(["hasattr", "getattr"]);

/** A read of what an answer has cost: `answer._hidden_params["response_cost"]`. */
export interface CostRead {
  /** The name of the answer. */
  readonly answer: Span;
  /** What stands behind it. */
  readonly rest: Span;
}

/** What a call's answer is read for that only LiteLLM itself gives, where the code has no other way. */
export type OwnFields =
  | { readonly kind: "none" }
  /** Its cost, which the adapter can compute; `together` are other calls whose answers are read in the same places. */
  | { readonly kind: "costs"; readonly reads: readonly CostRead[]; readonly together: readonly Span[] }
  /** A field such as `_hidden_params`. */
  | { readonly kind: "other"; readonly name: string };

/** Looks what a call's answer is read for. */
export function ownFields(call: Call, facts: FileFacts, catalog: Catalog): OwnFields {
  if (call.result.some(({ taker }) => taker !== undefined && askers.has(taker))) return { kind: "none" };
  const options = { answer: catalog.answerOf(call.callee.path), stream: isStreamed(call) };
  const reads = new Map<number, CostRead>();
  const together = new Map<number, Span>();
  for (const use of call.result) {
    const at = use.steps.findIndex(({ kind }) => kind !== "iterate" && kind !== "await");
    const field = use.steps[at];
    if (field?.kind !== "attribute" || catalog.responseRead(use.steps.slice(0, at + 1), options).verdict !== "litellm-only") continue;
    const read = priced.has(options.answer) ? costRead(use, at, facts) : undefined;
    const others = read && otherCalls(call, use, at, facts, catalog);
    if (!read || !others) return { kind: "other", name: field.name };
    reads.set(read.answer.start, read);
    for (const { callee } of others) together.set(callee.span.start, callee.span);
  }
  const far = call.result.some(({ end }) => end === "returned" || end === "stored") ? readElsewhere(call.callee.path, facts, catalog) : undefined;
  if (far !== undefined) return { kind: "other", name: far };
  return reads.size === 0 ? { kind: "none" } : { kind: "costs", reads: [...reads.values()], together: [...together.values()] };
}

/** Such a field that the file reads of an answer of this function's which it has by way of a function or an object of its own. */
function readElsewhere(path: string, { references, calls, bindings }: FileFacts, catalog: Catalog): string | undefined {
  const options = { answer: catalog.answerOf(path), stream: false };
  const answers = references.filter((each) => each.path.startsWith(`${path}()`));
  if (answers.some(({ taker }) => taker !== undefined && askers.has(taker))) return undefined;
  const followed = new SpanIndex(
    calls.filter(({ callee }) => callee.path === path).flatMap(({ result }) => result.map(({ span }) => span)),
    (span) => span,
  );
  for (const { path: read, span, binding } of answers) {
    const name = /^\.(\w+)/.exec(read.slice(path.length + 2))?.[1];
    // What a name holds is read where the name gets it.
    const isHeld = bindings[binding]?.paths.some((held) => held.startsWith(`${path}().${name}`)) === true;
    if (name !== undefined && !isHeld && !followed.covers(span) && catalog.responseRead([{ kind: "attribute", name, span }], options).verdict === "litellm-only") return name;
  }
  return undefined;
}

/** Answers whose `usage` is counted in prompt and completion. */
const priced: ReadonlySet<string> = new Set(["chat", "text", "embedding"]);

/** The read of the cost that begins with a use's step, where it is written in one piece behind a name. */
function costRead({ steps, end }: Use, at: number, facts: FileFacts): CostRead | undefined {
  const [field, key, call] = steps.slice(at, at + 3);
  if (field?.kind !== "attribute" || field.name !== "_hidden_params") return undefined;
  const last = key?.kind === "index" ? key.brackets : key?.kind === "attribute" && key.name === "get" && call?.kind === "call" ? key.span : undefined;
  const reference = facts.references.find(({ span }) => span.end === last?.end && span.start <= field.span.start);
  if (!last || !reference?.isDirect || reference.root.start !== reference.span.start || reference.root.end + 1 !== field.span.start) return undefined;
  const rest = (to: Span): CostRead => ({ answer: reference.root, rest: { start: reference.root.end, end: to.end } });
  const costKey = "response_cost";
  // What is written to it, LiteLLM keeps in the answer.
  if (key?.kind === "index") return key.key === costKey && field.span.end === last.start && (end !== "written" || steps.length > at + 2) ? rest(last) : undefined;
  if (key?.kind !== "attribute") return undefined;
  const get = callOf(reference.span, facts);
  const [asked, otherwise, ...more] = get?.arguments ?? [];
  // LiteLLM's answers always have the key, so that what is given for want of it never counts.
  const isPlain = more.length === 0 && (otherwise === undefined || (otherwise.kind === "positional" && /^(?:number|none|null|boolean|string)$/.test(otherwise.value.kind)));
  return get && isPlain && asked?.value.kind === "string" && asked.value.value === costKey && field.span.end + 1 === key.span.start ? rest(get.span) : undefined;
}

/** The other requests whose answers a name may hold where one's is read; undefined where it may hold something else. */
function otherCalls(call: Call, use: Use, at: number, { calls }: FileFacts, catalog: Catalog): readonly Call[] | undefined {
  const others = use.others.filter((other) => other.at <= at).map(({ span }) => calls.find((each) => each !== call && isGivenAt(each, span, use) && catalog.isRequest(each.callee.path)));
  return others.every((other) => other !== undefined) ? others : undefined;
}

/** Whether a call's answer comes to a use by way of a name that is bound here. */
const isGivenAt = ({ result }: Call, bound: Span, { span, steps }: Use): boolean =>
  result.some((theirs) => theirs.span.start === span.start && theirs.steps.length === steps.length && theirs.bound.some(({ start }) => start === bound.start) && theirs.steps.every(isSame(steps)));

const isSame =
  (steps: readonly Step[]) =>
  (step: Step, index: number): boolean =>
    step.kind === steps[index]?.kind;

/** Why a person has to look at them. */
export const costReason =
  'What LiteLLM tells in `_hidden_params["response_cost"]` is computed of the answer\'s `usage` by the model that it names: None where `genai-prices` does not know that, and the full price where the gateway answers from its cache, for which LiteLLM tells 0';

/** Has the adapter compute what the answers have cost; undefined where its function cannot be named. */
export function writeCostReads(reads: readonly CostRead[], reference: Reference, how: AdapterImport, module: string, edit: FixBuilder): void {
  for (const { answer, rest } of reads) {
    edit.insert(answer.start, `${costFunction(reference, how, module, edit)}(`);
    edit.replace(rest, ")");
  }
}

function costFunction({ root }: Reference, how: AdapterImport, module: string, edit: FixBuilder): string {
  if (how.kind === "moved") {
    const { fact, moved, others } = how;
    if (others.length > 0 || fact.attempts) return edit.imported(module, costHelper);
    const names = moved.map(({ name: { span } }) => span);
    return edit.importedBeside(fact, names, module, costHelper);
  }
  return `${how.kind === "replaced" ? edit.adapterModule(how.after, module) : edit.textOf(root)}.${costHelper}`;
}
