import type { Call, Expression, Step, Use } from "../facts/facts.ts";
import { contains, type Span } from "../text/span.ts";
import type { Remarks } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { RequestArgument } from "./request-call.ts";

/**
 * Reads what a typed program does with an answer whose types are looser in Portkey's package: a message may be missing, its content may
 * be a list of parts (npm portkey-ai 3.1.0, `apis/chatCompletions.d.ts`). Where a use would not compile, the request is not rewritten.
 */
export function looserAnswer(call: Call, given: readonly RequestArgument[], { blocked, reasons }: Remarks): (edit: FixBuilder) => void {
  const behind: Span[] = [];
  for (const use of call.result) {
    const attributes = use.steps.filter((step) => step.kind === "attribute");
    const part = attributes.findIndex(({ name }) => name === "message" || name === "delta");
    const next = part < 0 ? undefined : attributes[part + 1];
    if (attributes.some(({ name }) => name === "data")) blocked.add("`data` may be missing by Portkey's types");
    if (next) behind.push(next.span);
    if (attributes.slice(Math.max(0, part)).some(({ span }) => !contains(use.span, span)) || (isOfMessage(use.steps) && !isLoose(use)))
      blocked.add("A message may be missing by Portkey's types, and its content a list of parts: the OpenAI client keeps the types");
  }
  const messages = given.find(({ name }) => name === "messages")?.value;
  if (messages && !isWrittenOut(messages)) blocked.add("`messages` is typed by LiteLLM elsewhere, and Portkey's types are others: the OpenAI client keeps them");
  reasons.add("Portkey's SDK raises classes of errors that it does not export, and retries otherwise than the OpenAI client");
  return (edit) => {
    for (const { start } of behind) {
      const access = edit.textOf({ start: start - 2, end: start });
      if (/[^?!]\.$/.test(access)) edit.insert(start - 1, "?");
    }
  };
}

const isOfMessage = (steps: readonly Step[]): boolean => steps.some((step) => step.kind === "attribute" && (step.name === "message" || step.name === "delta"));

/** A use that takes a text, a list or nothing alike. */
const isLoose = ({ end, taker }: Use): boolean =>
  end === "discarded" || end === "tested" || end === "read" || (end === "argument" && taker !== undefined && /^(?:console\.\w+|String|JSON\.stringify)$/.test(taker));

/** Messages with their roles and texts, which both packages take. */
const isWrittenOut = (messages: Expression): boolean =>
  messages.kind === "list" &&
  messages.items.every((item) => item.kind === "record" && item.entries.every(({ key, value }) => key !== undefined && (key !== "content" || value.kind === "string" || value.kind === "template")));
