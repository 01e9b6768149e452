import type { Catalog } from "../../catalog/catalog.ts";
import type { AccessOptions, AccessResult } from "../../catalog/response-access.ts";
import type { Call, Step, StringFact } from "../../facts/facts.ts";
import { planAdapter } from "../../rewrite/adapter-plan.ts";
import { planWithExceptions } from "../../rewrite/exception-plans.ts";
import { ownFields } from "../../rewrite/own-fields.ts";
import { isReadHeader } from "../../rewrite/proxy-headers.ts";
import { isStreamed } from "../../rewrite/result-uses.ts";
import { defaultStrategy } from "../../settings.ts";
import { bySource, contains, type Span } from "../../text/span.ts";
import { defineRule, type Fix, type Match, type RelatedPlace, type RuleContext } from "../rule.ts";
import { fixOf } from "./planned-match.ts";

/** The call's own finding says that it is not rewritten as long as these fields are read; this rule says at each of them what takes its place. */
export const liteLlmResponseField = defineRule({
  id: "litellm-response-field",
  title: "Field of LiteLLM's answers",
  why: "LiteLLM's answers carry fields of their own and let chunks be read like dictionaries. Portkey's answers are those of the OpenAI SDK.",
  languages: ["python", "typescript"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 5,

  *detect(context) {
    const { facts, catalog } = context;
    const reads: FieldRead[] = [];
    const seen: Span[] = [];
    // The answers that were followed from their calls, by where each use of them starts.
    const answers = new Map<number, string>();
    for (const call of facts.calls) {
      yield undefined;
      if (!catalog.isRequest(call.callee.path)) continue;
      const options = { answer: catalog.answerOf(call.callee.path), stream: isStreamed(call) };
      let isRewritten: boolean | undefined;
      const answer = `call ${call.span.start}`;
      for (const { span, steps } of call.result) {
        answers.set(span.start, answer);
        const field = fieldIn(steps, options, catalog);
        if (!field || seen.some(({ start }) => start === field.span.start)) continue;
        // The call's own fix writes these otherwise.
        if (field.access.changes.length > 0) isRewritten ??= planWithExceptions(call, context).kind === "rewrite";
        seen.push(field.span);
        if (!isRewritten || field.access.changes.length === 0) reads.push({ ...field, owner: call.callee.path, answer, costOf: ownFields(call, facts, catalog).kind === "costs" ? call : undefined });
      }
    }
    for (const { path: chain, span, root, binding, role } of facts.references) {
      yield undefined;
      const path = role === "call" ? `${chain}()` : chain;
      // Values that were followed from a call are told of already, and what a name holds is told of where the name gets it.
      if (seen.some((known) => contains(span, known)) || facts.bindings[binding]?.paths.some((held) => fieldOf(held, span, catalog))) continue;
      const field = fieldOf(path, span, catalog);
      if (field) reads.push({ ...field, span, answer: answers.get(root.start) ?? `name ${binding}` });
    }
    yield* firstReads(reads, context);
    yield* readHeaders(context);
  },
});

/** Headers of LiteLLM's that a program looks up in an answer. */
function* readHeaders(context: RuleContext): Iterable<Match> {
  for (const string of context.facts.strings) {
    const header = /^x-litellm-[\w-]+$/i.test(string.value) && isReadHeader(string, context) ? context.catalog.proxy.header(string.value) : undefined;
    if (!header) continue;
    const match = { span: string.span, focus: string.span, message: `\`${string.value}\` is a header of LiteLLM's answers alone`, symbol: null };
    yield header.portkey === undefined || !string.isPlain ? { ...match, fixes: [], manual: header.text } : { ...match, fixes: [otherHeader(string, header.portkey, header.text, context)] };
  }
}

/** The header of Portkey's answers that says the same, once the answer is Portkey's. */
const otherHeader = ({ content }: StringFact, name: string, note: string, { settings, facts }: RuleContext): Fix => ({
  title: `Read \`${name}\``,
  strategy: defaultStrategy(settings, facts.language),
  isOnlyWay: true,
  safety: "unsafe",
  notes: [note],
  needsMigratedCalls: true,
  apply: (edit) => edit.replace(content, name),
});

interface FieldRead extends Field {
  /** The function that gave the answer, or the type of it. */
  readonly owner: string;
  /** Tells answers apart. */
  readonly answer: string;
  /** The call whose answer is read for what it has cost, and for nothing else that LiteLLM alone gives. */
  readonly costOf?: Call | undefined;
}

/** One finding for each field of one answer, where it is read first. */
function firstReads(reads: readonly FieldRead[], context: RuleContext): Iterable<Match> {
  const told = new Map<string, Match & { readonly related: RelatedPlace[] }>();
  for (const read of [...reads].sort((a, b) => bySource(a.span, b.span))) {
    const key = `${read.answer} ${read.name}`;
    const first = told.get(key);
    if (first) first.related.push({ span: read.span, message: `\`${read.name}\` is read here too` });
    else told.set(key, { ...fieldMatch(read, context), related: [] });
  }
  return told.values();
}

interface Field {
  readonly span: Span;
  readonly name: string;
  readonly access: AccessResult;
}

function fieldOf(path: string, span: Span, catalog: Catalog): (Field & { readonly owner: string }) | undefined {
  const part = answerIn(path, catalog);
  const field = part && fieldIn([...part.at, ...stepsOf(part.rest, span)], part.options, catalog);
  return part && field && { ...field, owner: part.owner };
}

/** The first step that Portkey's answers do not take in the same way. */
function fieldIn(steps: readonly Step[], options: AccessOptions, catalog: Catalog): Field | undefined {
  for (const [index, step] of steps.entries()) {
    const access = catalog.responseRead(steps.slice(0, index + 1), options);
    if (access.verdict !== "litellm-only" && access.verdict !== "changed" && access.changes.length === 0) continue;
    const named = step.kind === "call" ? steps[index - 1] : step;
    if (named?.kind !== "attribute" && named?.kind !== "index") return undefined;
    const isCalled = step.kind === "call" || steps[index + 1]?.kind === "call";
    return { span: named.span, name: named.kind === "attribute" ? `${named.name}${isCalled ? "()" : ""}` : `[${JSON.stringify(named.key)}]`, access };
  }
  return undefined;
}

/** The answer, or the part of one, that a path goes on from: `litellm.completion()` of `litellm.completion()._hidden_params`. */
function answerIn(path: string, catalog: Catalog): { readonly owner: string; readonly rest: string; readonly options: AccessOptions; readonly at: readonly Step[] } | undefined {
  for (let end = path.lastIndexOf("()"); end > 0; end = path.lastIndexOf("()", end - 1)) {
    const owner = path.slice(0, end);
    const rest = path.slice(end + 2);
    if (catalog.isRequest(owner)) return { owner, rest, options: { answer: catalog.answerOf(owner), stream: false }, at: [] };
    const type = catalog.answerType(owner);
    const start = { start: 0, end: 0 };
    if (!type) continue;
    const stream = type.on === "chat-chunk";
    return { owner, rest, options: { answer: "chat", stream }, at: [...(stream ? [{ kind: "iterate" } as const] : []), ...stepsOf(type.at === "" ? "" : `.${type.at}`, start)] };
  }
  return undefined;
}

/** The steps that a path's end writes: `.choices[].message`. */
const stepsOf = (path: string, span: Span): Step[] =>
  (path.match(/\.\w+|\[\*?\]|\(\)/g) ?? []).map((part) =>
    part === "()" ? { kind: "call", span, count: 0, key: undefined } : part.startsWith("[") ? { kind: "index", key: undefined, span } : { kind: "attribute", name: part.slice(1), span },
  );

/** The call's fix by the adapter writes the read too, so that it is mended with it. */
function costFixes({ callee }: Call, context: RuleContext): Fix[] {
  const reference = context.facts.references.find(({ span }) => span.start === callee.span.start && span.end === callee.span.end);
  if (!reference) return [];
  const plan = planAdapter([reference], context);
  if (plan.kind === "blocked") return [];
  return fixOf({ ...plan, title: "Have the project's adapter compute it", together: [reference.span], isMendedByOthers: true, apply: () => undefined });
}

/** What a person does about a read of the cost alone. */
const costStep =
  "Portkey's logs have the cost. Where the program needs it, the call's fix by strategy `adapter` takes the read along and computes it by `genai-prices`; it is only taken where you choose it.";

function fieldMatch({ span, name, access: { verdict, entry }, owner, costOf }: FieldRead, context: RuleContext): Match {
  const { settings, facts } = context;
  const isOwn = verdict === "litellm-only";
  const isTranslated = !isOwn && facts.language === "python" && defaultStrategy(settings, "python") === "adapter";
  return {
    span,
    focus: span,
    message: isOwn ? `\`${name}\` is a field of LiteLLM's answers alone` : `\`${name}\` gives something else, or fails, on Portkey's answers`,
    symbol: owner,
    fixes: isOwn && costOf ? costFixes(costOf, context) : [],
    manual:
      (isOwn && costOf && facts.language === "python" ? costStep : undefined) ??
      (isTranslated ? "The adapter's answers can be read so too: nothing to change here once the call goes through it." : undefined) ??
      entry?.note ??
      (isOwn ? "Portkey's answers have no such field: remove what reads it, or take the value from Portkey's logs." : "Read attributes instead of keys: Portkey has objects here."),
  };
}
