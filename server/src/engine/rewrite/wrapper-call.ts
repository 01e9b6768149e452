import type { WrapperEntry } from "../catalog/entries.ts";
import { isTest } from "../catalog/named-package.ts";
import type { Call, Expression } from "../facts/facts.ts";
import { defaultStrategy } from "../settings.ts";
import { adapterOf } from "./adapter-of.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { resolveModel } from "./model-argument.ts";
import { pointToPortkey } from "./point-to-portkey.ts";
import { addressObstacle } from "./request-call.ts";

/** The argument that names the model of a framework's call. */
export const wrappedModel = ({ arguments: given }: Call, { model, position }: WrapperEntry): Expression | undefined =>
  given.find(({ keyword }) => keyword !== undefined && keyword === model)?.value ?? (position === undefined || given[position]?.kind !== "positional" ? undefined : given[position]?.value);

/** The string that an argument is, or the constant's that it names. */
export const writtenModel = (value: Expression | undefined): string | undefined =>
  value?.kind === "string" ? value.value : value?.kind === "name" && value.initial?.kind === "string" ? value.initial.value : undefined;

/** Arguments that are made for one provider, or that choose it. */
const providerArguments =
  /^(?:api_version|api_type|custom_llm_provider|organization|headers|extra_headers|default_headers|model_list|provider|is_litellm|(?:azure|aws|vertex|watsonx|litellm|openai)_\w+)$/;

/** Whether a class is of the project that the file belongs to, as in a framework's own repository. */
export function isOfProject(path: string, context: PlanContext): boolean {
  const place = adapterOf(context);
  return place?.kind === "place" && place.module.split(".")[0] === path.split(".")[0] && place.module.includes(".");
}

/** Plans to send what a framework's class gives LiteLLM to Portkey: LiteLLM takes the gateway for OpenAI, under a name of the Model Catalog. */
export function planWrapperCall(call: Call, wrapper: WrapperEntry, context: PlanContext): CallPlan {
  const blocked: string[] = [];
  const { model, address, key } = wrapper;
  const value = wrappedModel(call, wrapper);
  if (model === undefined || address === undefined || key === undefined || isOfProject(call.callee.path, context)) return { kind: "blocked", reasons: [] };
  if (!value) return { kind: "blocked", reasons: [`It is not given a \`${model}\` here`] };
  const source = resolveModel(value, context);
  if (source.kind === "blocked") return { kind: "blocked", reasons: [source.reason] };
  if (value.kind !== "string") blocked.push("The model's name stands elsewhere, where other code may read it");
  if (call.arguments.some(({ kind }) => kind === "splat")) blocked.push("What it is given with `*` may name a provider's address or key");
  if (call.arguments.some(({ kind }, index) => kind === "positional" && index > 0)) blocked.push("Only the model can be read by its position");
  const own = call.arguments.find(({ keyword }) => keyword !== undefined && keyword !== key && keyword !== address && providerArguments.test(keyword));
  if (own) blocked.push(`\`${own.keyword}\` is meant for the provider`);
  const server = call.arguments.find(({ keyword }) => keyword === address)?.value;
  const isOfEnvironment = server?.kind === "environment";
  const obstacle = server && !isOfEnvironment ? addressObstacle(source, [{ name: "api_base", value: server }], context) : undefined;
  if (obstacle !== undefined) blocked.push(obstacle.replace("`api_base`", `\`${address}\``));
  if (context.facts.anchors.taken.has("os")) blocked.push("`os` is another thing in this file, and the key is read with the module of that name");
  if (blocked.length > 0) return { kind: "blocked", reasons: blocked };
  const name = `openai/${source.portkeyName}`;
  return {
    kind: "rewrite",
    title: `Send it through Portkey as "${name}"`,
    strategy: defaultStrategy(context.settings, context.facts.language),
    reasons: [
      ...source.reasons,
      "LiteLLM takes the model for one of OpenAI's: parameters of other providers are no longer translated",
      ...(isOfEnvironment ? [`The server that \`${server.variable}\` names is asked no more`] : []),
      ...(isTest(context.facts) ? ["In a test: what compares the model's name, or replaces what the class calls, stays as it is"] : []),
    ],
    notes: [...source.notes, "LiteLLM stays installed for the framework"],
    together: [],
    apply(edit) {
      edit.replace(source.literal.content, name);
      pointToPortkey(call, { address, key }, edit);
    },
  };
}
