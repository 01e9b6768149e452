import { type ExceptionClass, isBelow } from "../catalog/exceptions.ts";
import { hostedGateway } from "../catalog/gateway.ts";
import type { Argument, Call, Reference } from "../facts/facts.ts";
import { isFixed, isPlain } from "./argument-fate.ts";
import type { PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { PythonSdk } from "./python-sdk.ts";

/** How an exception that the program itself makes is made of the client's class, or why it is not. */
export type MadeException = { readonly kind: "made"; apply(edit: FixBuilder): void } | { readonly kind: "blocked"; readonly reason: string };

/** What all the constructors of LiteLLM's take by name and the clients' do not: who raised it (LiteLLM 1.82.6 exceptions.py). */
const told: ReadonlySet<string> = new Set(["llm_provider", "model", "litellm_debug_info", "max_retries", "num_retries"]);

/** Plans that an exception with a message is made of the class that the client raises, which asks for the answer or the request that is to blame (openai 2.30.0 _exceptions.py). */
export function madeException(reference: Reference, exception: ExceptionClass | undefined, { facts }: PlanContext, sdk: PythonSdk): MadeException {
  const call = facts.calls.find(({ callee }) => callee.span.start === reference.span.start && callee.span.end === reference.span.end);
  const name = exception?.portkey;
  const isStatus = name !== undefined && isBelow(name, "APIStatusError");
  if (!call || name === undefined || exception?.only || !(isStatus ? exception?.ownStatus : name === "APIConnectionError"))
    return blocked("Exceptions of LiteLLM's are made in this file, which its checks and handlers may be for: raise a class of your own first");
  const message = messageOf(call);
  const others = call.arguments.filter((argument) => argument !== message);
  const kept = others.find(({ keyword }) => keyword === (isStatus ? "response" : "request"));
  const unfit = others.find((argument) => argument !== kept && !isTold(argument, call.arguments.indexOf(argument)));
  if (!message || message.kind === "splat") return blocked(`\`${reference.path}\` is made without a message of its own: raise a class of your own`);
  if (unfit) return blocked(`\`${unfit.keyword ?? "an argument"}\` of the exception that is made here has no counterpart: raise a class of your own`);
  if (facts.anchors.uses("httpx") && !facts.anchors.imports.some(({ module, name: from }) => module === "httpx" && from === undefined))
    return blocked("`httpx` may be another thing in this file, and the exception needs an answer that is made with it");
  return {
    kind: "made",
    apply(edit) {
      edit.replace(reference.span, `${sdk.errors(edit)}.${name}`);
      const request = (): string => `${edit.module("httpx")}.Request(${edit.string("POST")}, ${edit.string(hostedGateway)})`;
      const given = kept && kept.value.kind !== "nothing" ? edit.textOf(kept.value.span) : undefined;
      const cause = isStatus ? `response=${given ?? `${edit.module("httpx")}.Response(${exception?.ownStatus}, request=${request()})`}, body=None` : `request=${given ?? request()}`;
      // The message of a lost connection goes by its name alone.
      if (!isStatus && message.keyword === undefined) edit.replace({ start: message.span.start, end: message.span.start }, "message=");
      edit.addItem(message.span, cause);
      if (others.length > 0)
        edit.removeItems(
          call.arguments.map(({ span }) => span),
          (index) => call.arguments[index] !== message,
        );
    },
  };
}

const blocked = (reason: string): MadeException => ({ kind: "blocked", reason });

const messageOf = ({ arguments: given }: Call): Argument | undefined => given.find(({ keyword }) => keyword === "message") ?? (given[0]?.kind === "positional" ? given[0] : undefined);

/** Behind the message stand provider and model, in either order, and reading them does nothing else. */
const isTold = ({ keyword, kind, value }: Argument, index: number): boolean => kind !== "splat" && (keyword === undefined ? index < 3 : told.has(keyword)) && (isFixed(value) || isPlain(value));
