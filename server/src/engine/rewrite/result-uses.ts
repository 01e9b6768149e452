import type { AccessChange, AccessOptions, AccessResult } from "../catalog/response-access.ts";
import type { Call, Step, Use } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { typeCheckOf } from "./type-checks.ts";

/** What has to change where a call's result is read. */
export interface ResultChanges {
  readonly changes: readonly AccessChange[];
  /** Other calls whose results are read in the same places, so that they have to change too. */
  readonly together: readonly Span[];
  /** Changes that depend on how the places are written. */
  readonly write?: ((edit: FixBuilder) => void) | undefined;
}

/** Reads every use of a call's result: safe needs each of them understood. */
export function readResult(call: Call, options: AccessOptions, context: PlanContext, { blocked, reasons }: Remarks): ResultChanges {
  const changes = new Map<number, AccessChange>();
  const together = new Set<Span>();
  for (const use of call.result) {
    const access = context.catalog.responseRead(use.steps, options);
    const { verdict, entry, isValue } = access;
    const shown = describe(use.steps);
    const check = typeCheckOf(use, context.facts, context.catalog);
    if (check) blocked.add(`${subject(shown)} is checked for LiteLLM's \`${check.path.slice(check.path.lastIndexOf(".") + 1)}\`, which Portkey's answer is not`);
    const note = entry?.note ? `: ${entry.note.replace(/\.$/, "")}` : "";
    if (verdict === "changed") blocked.add(`\`${shown}\` has another form in Portkey's answer${note}`);
    else if (verdict === "litellm-only") blocked.add(`\`${shown}\` is LiteLLM's own${note}`);
    else if (verdict === "differs") reasons.add(`\`${shown}\` may have another value${note}`);
    else if (verdict === "unknown") reasons.add(`What \`${shown}\` of the answer gives is not known to be the same`);
    else if (!isHarmless(use, isValue)) {
      if (access.holdsDicts && !isShown(use)) blocked.add(`${subject(shown)} ${whereTo(use)}, where it may be read by keys: LiteLLM has dictionaries in it, Portkey objects with attributes`);
      else reasons.add(`${subject(shown)} ${whereTo(use)}, where its type may matter`);
    }
    if (access.changes.length === 0) continue;
    const partners = sharers(call, use, access, options, context);
    if (!partners) blocked.add(`\`${shown}\` has another form in Portkey's answer, and the place may read something else too`);
    else for (const partner of partners) together.add(partner.span);
    for (const change of access.changes) changes.set(change.span.start, change);
  }
  return { changes: [...changes.values()], together: [...together] };
}

/** The other calls whose results come to the same place and change there in the same way; undefined where something else may come there. */
function sharers(call: Call, use: Use, { changes }: AccessResult, options: AccessOptions, { facts, catalog }: PlanContext): readonly Call[] | undefined {
  const partners = new Set<Call>();
  for (const { span: other, at } of use.others) {
    // What comes in behind the last change is read as it is.
    if (changes.every(({ step }) => step < at)) continue;
    const partner = facts.calls.find((candidate) => candidate !== call && candidate.result.some((theirs) => isSamePlace(theirs, use) && theirs.bound.some(({ start }) => start === other.start)));
    const theirs = partner?.result.find((each) => isSamePlace(each, use));
    if (!partner || !theirs || catalog.request(partner.callee.path)?.answer !== options.answer) return undefined;
    const written = catalog.responseRead(theirs.steps, { ...options, stream: isStreamed(partner) }).changes;
    // Before the name that they share, each has a way of its own.
    if (changes.some((change) => change.step >= at && !written.some(({ span, text }) => span.start === change.span.start && text === change.text))) return undefined;
    partners.add(partner);
  }
  return [...partners];
}

const isSamePlace = (a: Use, b: Use): boolean => a.span.start === b.span.start && a.span.end === b.span.end;

/** Whether a call asks for a stream for sure. */
export const isStreamed = ({ arguments: given }: Call): boolean => given.some(({ keyword, value }) => keyword === "stream" && value.kind === "boolean" && value.value);

/** A plain value may go anywhere; an object of the SDK only where nobody looks into it. */
const isHarmless = ({ end, taker }: Use, isValue: boolean): boolean => (isValue ? end !== "written" : end === "discarded" || end === "tested" || (end === "argument" && taker === "len"));

/** It becomes text, or is asked for its type: the result may be another, and nothing fails. */
const isShown = ({ end, taker }: Use): boolean => end === "read" || (end === "argument" && taker !== undefined && showing.has(taker));

const showing: ReadonlySet<string> = new Set(["print", "str", "repr", "isinstance", "type"]);

const subject = (shown: string): string => (shown === "" ? "The answer" : `\`${shown}\` of the answer`);

function whereTo({ end, taker }: Use): string {
  switch (end) {
    case "argument":
      return taker === undefined ? "is passed on" : `is passed to \`${taker}\``;
    case "returned":
      return "is returned";
    case "yielded":
      return "is yielded";
    case "stored":
      return "is stored";
    case "written":
      return "is written to";
    case "read":
      return "is read as a whole";
    case "unknown":
    case "discarded":
    case "tested":
      return "goes on";
    default:
      return end satisfies never;
  }
}

function describe(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      switch (step.kind) {
        case "attribute":
          return `.${step.name}`;
        case "index":
          return `[${step.key === undefined ? "…" : JSON.stringify(step.key)}]`;
        case "call":
          return "()";
        default:
          return "";
      }
    })
    .join("")
    .replace(/^\./, "");
}
