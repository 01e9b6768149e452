import type { BindingId, Call, Expression, FileFacts } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { describeValue } from "./model-argument.ts";

/** A construction of LiteLLM's Router, as far as it is written in the file. */
export interface ReadRouter {
  /** In source order. */
  readonly deployments: readonly Deployment[];
  /** The other arguments that are given, by name. */
  readonly parameters: ReadonlyMap<string, Expression>;
  /** The statement that only gives the list of deployments a name. */
  readonly listStatement: Span | undefined;
  /** Why it cannot be told what it does, in sentences without their full stop. */
  readonly obstacles: readonly string[];
}

/** One entry of `model_list`. */
export interface Deployment {
  /** `model_name`, by which requests ask for it. */
  readonly group: string;
  /** `litellm_params` without the model. */
  readonly parameters: ReadonlyMap<string, Expression>;
  /** The model by LiteLLM's name. */
  readonly model: string;
}

/** Reads the arguments of a construction of the Router. */
export function readRouter(call: Call, facts: FileFacts): ReadRouter {
  const obstacles = new Set<string>();
  const parameters = new Map<string, Expression>();
  for (const [index, { kind, keyword, value }] of call.arguments.entries()) {
    if (kind === "splat") obstacles.add("What a `*` or `**` argument holds is known only at run time");
    else if (keyword === undefined && index > 0) obstacles.add(`The name of positional argument ${index + 1} is not known`);
    else if (value.kind !== "nothing") parameters.set(keyword ?? "model_list", value);
  }
  const given = parameters.get("model_list");
  parameters.delete("model_list");
  const list = given && writtenList(given, facts, obstacles);
  if (!given && obstacles.size === 0) obstacles.add("It is given no `model_list`");
  const deployments = list?.items.flatMap((item) => readDeployment(item, obstacles) ?? []) ?? [];
  if (list && list.items.length === 0) obstacles.add("Its `model_list` is empty here: what is added later is not known");
  return { deployments, parameters, listStatement: list?.statement, obstacles: [...obstacles] };
}

/** The constructions of the Router that a file makes, by the name that holds each. */
export function routersByHolder({ bindings, calls }: FileFacts): ReadonlyMap<BindingId, Call> {
  const constructions = calls.filter(({ callee }) => callee.path === "litellm.Router");
  return new Map(
    bindings.flatMap(({ id, initial, isCertain, declarations }) => {
      const made = isCertain && declarations.length === 1 && initial ? constructions.find(({ span }) => span.start === initial.span.start && span.end === initial.span.end) : undefined;
      return made ? [[id, made] as const] : [];
    }),
  );
}

interface WrittenList {
  readonly items: readonly Expression[];
  readonly statement?: Span;
}

/** A list that is written in the argument, or in a statement whose name is read nowhere else. */
function writtenList(value: Expression, { bindings }: FileFacts, obstacles: Set<string>): WrittenList | undefined {
  if (value.kind === "list") return value;
  const binding = value.kind === "name" && value.binding !== undefined ? bindings[value.binding] : undefined;
  const declared = binding?.declarations[0];
  if (binding?.initial?.kind !== "list" || !declared || binding.declarations.length > 1) {
    obstacles.add(`Its \`model_list\` is made at run time (${describeValue(value)}): build the config where the list is built`);
    return undefined;
  }
  if (binding.reads.length > 1 || binding.isExported) {
    obstacles.add(`\`${binding.name}\` is read in other places too, which may change it`);
    return undefined;
  }
  return { items: binding.initial.items, statement: { start: declared.start, end: binding.initial.span.end } };
}

function readDeployment(item: Expression, obstacles: Set<string>): Deployment | undefined {
  const entries = namedValues(item);
  const group = entries?.get("model_name");
  const parameters = namedValues(entries?.get("litellm_params"));
  const model = parameters?.get("model");
  if (!entries || group?.kind !== "string" || !parameters) obstacles.add("A deployment of `model_list` is not written out");
  else if (model?.kind !== "string") obstacles.add(`The model of a deployment of \`${group.value}\` is decided at run time${model ? ` (${describeValue(model)})` : ""}`);
  else {
    const others = [...entries].filter(([name]) => name !== "model_name" && name !== "litellm_params" && name !== "model_info");
    return { group: group.value, model: model.value, parameters: new Map([...others, ...parameters].filter(([name, value]) => name !== "model" && value.kind !== "nothing")) };
  }
  return undefined;
}

/** The entries of a dict, or the keywords of the class that LiteLLM has for it, by their names; undefined where one has none. */
export function namedValues(value: Expression | undefined): ReadonlyMap<string, Expression> | undefined {
  const isOfClass = value?.kind === "call" && /^litellm\..*(?:Deployment|LiteLLM_Params|GenericLiteLLMParams)(?:TypedDict)?$/.test(value.path ?? "");
  const entries = value?.kind === "record" ? value.entries : isOfClass ? value.arguments.map(({ keyword, value: each }) => ({ key: keyword, value: each })) : undefined;
  const named = entries?.flatMap(({ key, value: each }) => (key === undefined ? [] : [[key, each] as const]));
  return named && named.length === entries?.length ? new Map(named) : undefined;
}
