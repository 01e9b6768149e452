import type { AnswerKind } from "../catalog/entries.ts";
import type { Call, Step, Use } from "../facts/facts.ts";
import { otherDeclaration } from "./answer-annotation.ts";
import type { PlanContext } from "./call-plan.ts";
import type { RequestArgument } from "./request-call.ts";
import { isAccepted, isWrittenOut, type TypedPart } from "./type-casts.ts";

/** What a type checker may say about a call, which LiteLLM declares more loosely (Python); at run time nothing is another. */
export function typeNotes(
  call: Call,
  given: readonly RequestArgument[],
  { answer, isOpenAi, typed }: { readonly answer: AnswerKind; readonly isOpenAi: boolean; readonly typed: readonly TypedPart[] },
  context: PlanContext,
): string[] {
  const result = call.result.filter(({ span }) => typed.every((part) => part.span !== span));
  const listed = isOpenAi && answer === "chat" ? given.find((argument) => typedLists.has(argument.name) && isLooselyTyped(argument, call)) : undefined;
  const content = isOpenAi ? "the OpenAI client declares it as a text or None" : "Portkey's SDK declares it as a text, a list or None";
  const declaration = otherDeclaration(call, context);
  return [
    ...(listed ? [`A type checker may complain about \`${listed.name}\`: the OpenAI client declares what is in the list, LiteLLM takes any dictionaries`] : []),
    ...(answer === "chat" && result.some((use) => isTyped(use, "content")) ? [`A type checker may complain about what is done with \`content\`: ${content}`] : []),
    ...(!isOpenAi && answer === "embedding" && result.some((use) => isTyped(use, "embedding") || isCollected(use, "embedding"))
      ? ["A type checker may complain about what is done with `embedding`: Portkey's SDK declares it as a list of numbers, a text or None"]
      : []),
    ...(!isOpenAi && result.some((use) => use.end === "read" && isTyped(use, "usage"))
      ? ["A type checker may complain about what is done with `usage`: Portkey's SDK declares that it and its counts may be None"]
      : []),
    ...(declaration ? [`A type checker holds the answer against \`${declaration}\`, as which its variable is declared in another place too, until that place changes`] : []),
  ];
}

/** Whether a checker may know what is in a list, and nothing says that it is what the client declares. */
const isLooselyTyped = ({ value, handed, fate, span }: RequestArgument, call: Call): boolean =>
  !handed && !isWrittenOut(value) && !(fate.kind === "stays" && fate.cast !== undefined) && !isAccepted(call.arguments.find((argument) => argument.span.start === span.start)?.declaredAs);

/** Whether more is done with a field than to hand it on, or a function returns it that declares something else. */
const isTyped = ({ steps, end, declaredAs }: Use, field: string): boolean =>
  steps.some((step, at) => nameOf(step) === field && (at < steps.length - 1 || (end === "returned" && declaredAs !== undefined && !anything.test(declaredAs))));

/** Whether a field goes into a collection, whose type is then that of the field. */
const isCollected = ({ steps, end }: Use, field: string): boolean => end === "stored" && steps.some((step) => nameOf(step) === field);

const nameOf = (step: Step): string | number | undefined => (step.kind === "attribute" ? step.name : step.kind === "index" ? step.key : undefined);

/** Declarations that a text or None fits. */
const anything = /\b(?:None|Optional|Any|object)\b/;

/** Arguments whose items the OpenAI client declares. */
const typedLists: ReadonlySet<string> = new Set(["messages", "tools", "functions"]);
