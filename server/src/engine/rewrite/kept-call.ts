import type { Catalog } from "../catalog/catalog.ts";
import { isHostedGateway } from "../catalog/gateway.ts";
import { readModel } from "../catalog/model-string.ts";
import type { Argument, Call, Expression, FileFacts } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { lineObstacle } from "./client.ts";
import { nameModel, resolveModel } from "./model-argument.ts";
import { pointToPortkey } from "./point-to-portkey.ts";

/** Kinds of requests that LiteLLM passes on to any address in OpenAI's form (LiteLLM 1.82.6 `main.py`, `images/main.py`, `responses/main.py`). */
const passedOn: ReadonlySet<string> = new Set(["chat", "text", "embedding", "image", "transcription", "speech", "responses"]);

/** Arguments that belong to the provider that LiteLLM no longer calls itself. */
const providerArguments: ReadonlySet<string> = new Set(["api_version", "custom_llm_provider", "organization"]);

/** Plans to keep a call of LiteLLM's Python package and to send it through Portkey, which LiteLLM takes for OpenAI. */
export function planKeptCall(call: Call, context: PlanContext): CallPlan {
  const { facts, catalog } = context;
  const target = catalog.request(call.callee.path);
  if (facts.language !== "python" || !target || !passedOn.has(target.answer) || !call.callee.isDirect || isThroughPortkey(call, catalog)) return notKept;
  if (call.arguments.some(({ kind }) => kind === "splat")) return { kind: "blocked", reasons: ["What a `*` or `**` argument holds is known only at run time"] };
  if (call.isInLine) return { kind: "blocked", reasons: [lineObstacle] };
  const given = (name: string): Argument | undefined => call.arguments.find(({ keyword }) => keyword === name);
  const model = modelOf(call, catalog);
  if (!model) return notKept;
  const custom = given("custom_llm_provider")?.value;
  if (custom && custom.kind !== "string") return { kind: "blocked", reasons: ["Which provider `custom_llm_provider` names is decided at run time"] };
  const source = resolveModel(model, context, { target, customProvider: custom?.value });
  if (source.kind === "blocked") return { kind: "blocked", reasons: [source.reason] };
  const fallbacks = namedModels(given("fallbacks")?.value, context);
  if (!fallbacks) return { kind: "blocked", reasons: ["The models of `fallbacks` are not all written here, and LiteLLM would send them to Portkey under their own names"] };
  if (facts.anchors.taken.has("os")) return { kind: "blocked", reasons: ["`os` is another thing in this file, and the key is read with the module of that name"] };
  const address = given("base_url") ? "base_url" : "api_base";
  const reasons = [...source.reasons];
  if (source.provider !== "openai" && source.provider !== "azure")
    reasons.push(`LiteLLM takes the model for one of OpenAI's: it no longer translates parameters for ${source.provider}, nor tokens that its answers count in another way`);
  const cost = costReader(facts);
  if (cost !== undefined) reasons.push(`\`${cost.replaceAll("[]", "[…]")}\`: LiteLLM has no price for a model of Portkey's catalog`);
  return {
    kind: "rewrite",
    title: "Keep LiteLLM and send it through Portkey",
    strategy: "keep-litellm",
    reasons,
    notes: [...source.notes, "LiteLLM stays installed, with its retries, callbacks and exceptions"],
    together: source.together,
    apply(edit) {
      edit.replace(source.literal.content, `openai/${source.portkeyName}`);
      for (const { value, name } of fallbacks) edit.replace(value.content, `openai/${name}`);
      pointToPortkey(call, { address, key: "api_key" }, edit);
      const isGone = ({ keyword }: Argument): boolean => keyword !== undefined && (providerArguments.has(keyword) || (address === "base_url" && keyword === "api_base"));
      if (!call.arguments.some(isGone)) return;
      edit.removeItems(
        call.arguments.map(({ span }) => span),
        (index) => call.arguments[index] !== undefined && isGone(call.arguments[index]),
      );
    },
  };
}

const notKept: CallPlan = { kind: "blocked", reasons: [] };

/** Whether LiteLLM sends a call to Portkey already. */
export function isThroughPortkey(call: Call, catalog: Catalog): boolean {
  const model = written(modelOf(call, catalog));
  const address = written(call.arguments.find(({ keyword }) => keyword === "api_base" || keyword === "base_url")?.value);
  return model !== undefined && readModel(model)?.kind === "portkey" && address !== undefined && isHostedGateway(address);
}

function modelOf({ arguments: given, callee }: Call, catalog: Catalog): Expression | undefined {
  const inPlace = given[catalog.positional(callee.path).indexOf("model")];
  return given.find(({ keyword }) => keyword === "model")?.value ?? (inPlace?.kind === "positional" ? inPlace.value : undefined);
}

const written = (value: Expression | undefined): string | undefined =>
  value?.kind === "string" ? value.value : value?.kind === "name" && value.initial?.kind === "string" ? value.initial.value : undefined;

/** Models of a list that are written out, with their names in Portkey; undefined where one cannot be told. */
function namedModels(list: Expression | undefined, context: PlanContext) {
  if (!list || list.kind === "nothing") return [];
  if (list.kind !== "list") return undefined;
  const named = list.items.flatMap((value) => {
    const model = value.kind === "string" && value.isPlain ? nameModel(value.value, context, {}) : undefined;
    return value.kind === "string" && model?.kind === "model" ? [{ value, name: model.portkeyName }] : [];
  });
  return named.length === list.items.length ? named : undefined;
}

/** What in a file asks LiteLLM for the price of an answer. */
const costReader = ({ references }: FileFacts): string | undefined =>
  references.find(({ path }) => /^litellm\.(?:completion_cost|cost_per_token|response_cost_calculator|model_cost)\b|_hidden_params|response_cost/.test(path))?.path;
