import type { RequestEntry } from "../catalog/entries.ts";
import type { Argument, Call, Expression } from "../facts/facts.ts";
import { fateOf, kept } from "./argument-fate.ts";
import { attemptArguments } from "./call-config.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { surroundingReasons } from "./call-surroundings.ts";
import { settingsFor } from "./module-settings.ts";
import { keptName, openAiFate, type PythonSdk, withBody } from "./python-sdk.ts";
import type { RequestArgument, WrittenRequest } from "./request-call.ts";
import { readResult } from "./result-uses.ts";

/** Reads a call of LiteLLM's Python package, which becomes one of a client. */
export function pythonRequest(call: Call, target: RequestEntry, context: PlanContext, remarks: Remarks, sdk: PythonSdk): WrittenRequest {
  const isAsync = context.catalog.symbol(call.callee.path)?.isAsync === true;
  const named = nameArguments(call, context, remarks);
  const hasAttempts =
    named.some(({ name, argument }) => attemptArguments.has(name) && argument.value.kind !== "nothing") ||
    settingsFor(call, context).some((setting) => setting.kind === "argument" && attemptArguments.has(setting.argument) && setting.value.kind !== "nothing");
  const isOpenAi = sdk.strategy === "openai-client";
  const fates = named.map(({ name, argument }): RequestArgument => {
    const { span, value } = argument;
    const isUnset = value.kind === "nothing" && target.adds?.some((added) => added.name === name);
    const own = isOpenAi ? openAiFate(name, argument) : undefined;
    const fate = isUnset ? ({ kind: "goes" } as const) : name === "model" ? kept(name, argument) : (own ?? fateOf(name, argument, target, context, remarks));
    // On the client's side a limit would be one for all attempts together.
    const isForAttempts = hasAttempts && fate.kind === "stays" && (name === "timeout" || name === "request_timeout");
    return { name, span, value, fate: isForAttempts ? { kind: "config" } : fate };
  });
  const given = isOpenAi ? withBody(fates, target, remarks) : fates;
  const staying = given.flatMap((argument) => (argument.fate.kind === "stays" ? [keptName(argument)] : []));
  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) < index)?.name ?? staying.find((name, index) => staying.indexOf(name) < index);
  if (twice !== undefined) remarks.blocked.add(`\`${twice}\` is given twice`);
  for (const reason of surroundingReasons(call, isAsync, context)) remarks.reasons.add(reason);
  const unsure = given.find(({ name, value }) => target.adds?.some((added) => added.name === name) && !isWritten(value));
  if (unsure) remarks.reasons.add(`\`${unsure.name}\` may be None at run time, which is something else to the SDK than to LiteLLM`);
  return {
    title: sdk.title,
    strategy: sdk.strategy,
    client: isAsync ? sdk.client.async : sdk.client.sync,
    options: sdk.options,
    arguments: given,
    hasUnseen: call.arguments.some(({ kind }) => kind === "splat"),
    customProvider: customProvider(given, remarks),
    missing: (target.adds ?? []).filter(({ name, only = sdk.strategy }) => only === sdk.strategy && !given.some((argument) => argument.name === name && argument.fate.kind === "stays")),
    result: (stream, provider) => readResult(call, { answer: target.answer, stream, provider, isObject: sdk.answersObject || target.answersObject }, context, remarks),
  };
}

const isWritten = ({ kind }: Expression): boolean => kind === "string" || kind === "boolean" || kind === "nothing";

interface NamedArgument {
  readonly name: string;
  readonly argument: Argument;
}

/** Gives every argument its name, in source order; a splat cannot be named. */
function nameArguments(call: Call, { catalog }: PlanContext, { blocked, reasons }: Remarks): NamedArgument[] {
  const positional = catalog.positional(call.callee.path);
  return call.arguments.flatMap((argument, index) => {
    if (argument.kind === "splat") {
      blocked.add("What a `*` or `**` argument holds is known only at run time");
      return [];
    }
    if (argument.keyword !== undefined) return [{ name: argument.keyword, argument }];
    const name = positional[index];
    if (name === undefined) {
      blocked.add(`The name of positional argument ${index + 1} is not known`);
      return [];
    }
    if (call.arguments.slice(0, index).some(({ kind }) => kind === "keyword")) blocked.add("A positional argument stands behind a keyword, which Python refuses");
    if (index >= 2) reasons.add(`Positional argument ${index + 1} is taken for \`${name}\`, its place in current LiteLLM releases`);
    return [{ name, argument }];
  });
}

/** The provider that the call names beside the model: it becomes part of the name, so it has to be written out. */
function customProvider(given: readonly RequestArgument[], { blocked }: Remarks): string | undefined {
  const value = given.find(({ name }) => name === "custom_llm_provider")?.value;
  if (value === undefined || value.kind === "nothing") return undefined;
  if (value.kind === "string") return value.value;
  blocked.add("`custom_llm_provider`: which provider it names is decided at run time");
  return undefined;
}
