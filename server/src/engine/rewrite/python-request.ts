import type { RequestEntry } from "../catalog/entries.ts";
import type { Call, Expression } from "../facts/facts.ts";
import type { HandedKeyword } from "../facts/handed-keywords.ts";
import type { Span } from "../text/span.ts";
import { fieldReason } from "./answer-annotation.ts";
import { besideBody, fateOf, kept } from "./argument-fate.ts";
import { attemptArguments } from "./call-config.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { surroundingReasons } from "./call-surroundings.ts";
import { mayBeNone } from "./may-be-none.ts";
import { settingsFor } from "./module-settings.ts";
import { handedFate, nameArguments, splatName, weighHanded } from "./named-arguments.ts";
import { keptName, openAiFate, type PythonSdk, withBody } from "./python-sdk.ts";
import type { RequestArgument, WrittenRequest } from "./request-call.ts";
import { readResult } from "./result-uses.ts";
import { argumentCast, castPart, typedPart } from "./type-casts.ts";
import { typeNotes } from "./type-notes.ts";

/** Reads a call of LiteLLM's Python package, which becomes one of a client. */
export function pythonRequest(call: Call, target: RequestEntry, context: PlanContext, remarks: Remarks, sdk: PythonSdk): WrittenRequest {
  const isAsync = context.catalog.symbol(call.callee.path)?.isAsync === true;
  const named = nameArguments(call, context, remarks);
  const hasAttempts =
    named.some(({ name, argument }) => attemptArguments.has(name) && argument.value.kind !== "nothing") ||
    settingsFor(call, context).some((setting) => setting.kind === "argument" && attemptArguments.has(setting.argument) && setting.value.kind !== "nothing");
  const isOpenAi = sdk.strategy === "openai-client";
  // Every method of the OpenAI client takes what is beside a body.
  const asked = isOpenAi && target.takes ? { ...target, takes: [...target.takes, ...besideBody] } : target;
  const fates = named.map(({ name, argument, handed }): RequestArgument => {
    const { span, value } = argument;
    if (argument.kind === "splat") return { name, span, value, fate: { kind: "stays" } };
    // LiteLLM leaves out what is None; the SDK would send it as `null`.
    const isUnset = value.kind === "nothing" && !ofClient.has(name);
    const ofSdk = isOpenAi ? openAiFate(name, argument) : undefined;
    const fate = isUnset ? ({ kind: "goes" } as const) : name === "model" ? kept(name, argument) : (ofSdk ?? fateOf(name, argument, asked, context, remarks));
    // On the client's side a limit would be one for all attempts together.
    const isForAttempts = hasAttempts && fate.kind === "stays" && (name === "timeout" || name === "request_timeout");
    const cast = isOpenAi && fate.kind === "stays" && !handed ? argumentCast(name, argument, target, context.facts) : undefined;
    const own = isForAttempts ? ({ kind: "config" } as const) : cast ? { ...fate, cast } : fate;
    return handed ? { name, span, value, fate: handedFate(own, handed), handed } : { name, span, value, fate: own };
  });
  const given = isOpenAi ? withBody(fates, target, remarks) : fates;
  const sharing = weighHanded(call, given, context, remarks);
  const twice =
    givenTwice(named.map(({ name, handed }) => ({ name, handed }))) ?? givenTwice(given.flatMap((each) => (each.fate.kind === "stays" ? [{ name: keptName(each), handed: each.handed }] : [])));
  if (twice !== undefined) remarks.blocked.add(`\`${twice}\` is given twice`);
  for (const reason of surroundingReasons(call, isAsync, context)) remarks.reasons.add(reason);
  const field = fieldReason(call, context);
  if (field !== undefined) remarks.blocked.add(field);
  const unsure = given.find(({ name, value }) => target.adds?.some((added) => added.name === name) && !isWritten(value));
  const maybe = given.find(({ name, handed }) => handed?.isSure === false && (name === "custom_llm_provider" || target.adds?.some((added) => added.name === name)));
  if (maybe) remarks.blocked.add(`Whether the call is given \`${maybe.name}\` is decided at run time`);
  for (const { name, value, span, fate } of given)
    if (fate.kind === "stays" && name !== splatName && name !== "model" && !ofClient.has(name) && (mayBeNone(value, context.facts) || isDeclaredNone(span, call)))
      remarks.reasons.add(`\`${name}\` may be None, which LiteLLM leaves out of the request and the SDK sends as \`null\``);
  const typed = call.result.flatMap((use) => typedPart(call, use, { answer: target.answer, isOpenAi }, context.facts) ?? []);
  for (const note of typeNotes(call, given, { answer: target.answer, isOpenAi, typed }, context)) remarks.notes.add(note);
  if (unsure) remarks.reasons.add(`\`${unsure.name}\` may be None at run time, which is something else to the SDK than to LiteLLM`);
  return {
    title: sdk.title,
    strategy: sdk.strategy,
    client: isAsync ? sdk.client.async : sdk.client.sync,
    options: sdk.options,
    arguments: given,
    together: sharing.map(({ span }) => span),
    hasUnseen: call.arguments.some(({ kind, keywords }) => kind === "splat" && !keywords),
    customProvider: customProvider(given, remarks),
    missing: (target.adds ?? []).filter(({ name, only = sdk.strategy }) => only === sdk.strategy && !given.some((argument) => argument.name === name && argument.fate.kind === "stays")),
    result: (stream, provider) => {
      const read = readResult(call, { answer: target.answer, stream, provider, isObject: sdk.answersObject || target.answersObject }, context, remarks);
      return {
        ...read,
        write: (edit) => {
          for (const part of typed) castPart(part, call, edit);
        },
      };
    },
  };
}

/** Whether the file declares that the argument at a place may be None. */
const isDeclaredNone = (at: Span, call: Call): boolean => call.arguments.some(({ span, declaredAs = "" }) => span.start === at.start && /\b(?:None|Optional)\b/.test(declaredAs));

/** Arguments that are no part of the request's body. */
const ofClient = new Set(["timeout", "request_timeout", "extra_headers", "extra_query", "extra_body"]);

/** A name that is given twice for sure: a dictionary may get an entry in several places. */
const givenTwice = (given: readonly { readonly name: string; readonly handed: HandedKeyword | undefined }[]): string | undefined =>
  given.find(({ name, handed }, index) => name !== splatName && given.some((other, at) => at < index && other.name === name && (!handed || !other.handed || name === "model")))?.name;

const isWritten = ({ kind }: Expression): boolean => kind === "string" || kind === "boolean" || kind === "nothing";

/** The provider that the call names beside the model: it becomes part of the name, so it has to be written out. */
function customProvider(given: readonly RequestArgument[], { blocked }: Remarks): string | undefined {
  const value = given.find(({ name }) => name === "custom_llm_provider")?.value;
  if (value === undefined || value.kind === "nothing") return undefined;
  if (value.kind === "string") return value.value;
  blocked.add("`custom_llm_provider`: which provider it names is decided at run time");
  return undefined;
}
