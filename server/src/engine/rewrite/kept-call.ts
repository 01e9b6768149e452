import { modelHelper } from "../adapter/adapter-module.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { isHostedGateway } from "../catalog/gateway.ts";
import { readModel } from "../catalog/model-string.ts";
import type { Call, Expression } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import { isFixed } from "./argument-fate.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import { lineObstacle } from "./client.ts";
import { connectionTest } from "./connection-test.ts";
import { nameModel, resolveModel, runTimeModel } from "./model-argument.ts";
import { type NamedArgument, nameArguments, removeHanded, unseenArguments, weighHanded } from "./named-arguments.ts";
import { pointToPortkey } from "./point-to-portkey.ts";
import { addressObstacle, type RequestArgument } from "./request-call.ts";

/** Kinds of requests that LiteLLM passes on to any address in OpenAI's form (LiteLLM 1.82.6 `main.py`, `images/main.py`, `responses/main.py`). */
const passedOn: ReadonlySet<string> = new Set(["chat", "text", "embedding", "image", "transcription", "speech", "responses"]);

/** Arguments that belong to the provider that LiteLLM no longer calls itself. */
const providerArguments: ReadonlySet<string> = new Set(["api_version", "custom_llm_provider", "organization"]);

/** Plans to keep a call of LiteLLM's Python package and to send it through Portkey, which LiteLLM takes for OpenAI. */
export function planKeptCall(call: Call, context: PlanContext): CallPlan {
  const { facts, catalog } = context;
  const target = catalog.request(call.callee.path);
  if (facts.language !== "python" || !target || !passedOn.has(target.answer) || !call.callee.isDirect || isThroughPortkey(call, catalog)) return notKept;
  const tested = connectionTest(call);
  if (tested !== undefined) return { kind: "blocked", reasons: [tested] };
  if (call.isInLine) return { kind: "blocked", reasons: [lineObstacle] };
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  // Their places stay as they are, so that only those matter that nobody can see.
  const placed: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const named = nameArguments(call, context, placed);
  if (placed.blocked.has(unseenArguments)) return { kind: "blocked", reasons: [unseenArguments] };
  const given = (name: string): Expression | undefined => named.find((each) => each.name === name)?.argument.value;
  const model = given("model");
  if (!model) return notKept;
  if (named.filter(({ name }) => name === "model").length > 1) return { kind: "blocked", reasons: ["`model` is given twice"] };
  const custom = given("custom_llm_provider");
  if (custom && custom.kind !== "string") return { kind: "blocked", reasons: ["Which provider `custom_llm_provider` names is decided at run time"] };
  const use = { target, customProvider: custom?.value };
  const source = runTimeModel(model, context, use) ?? resolveModel(model, context, use);
  if (source.kind === "blocked") return { kind: "blocked", reasons: [source.reason] };
  const fallbacks = namedModels(given("fallbacks"), context);
  if (!fallbacks) return { kind: "blocked", reasons: ["The models of `fallbacks` are not all written here, and LiteLLM would send them to Portkey under their own names"] };
  if (facts.anchors.taken.has("os")) return { kind: "blocked", reasons: ["`os` is another thing in this file, and the key is read with the module of that name"] };
  const address = given("base_url") ? "base_url" : "api_base";
  // Address and key are the call's own; what a dictionary says of them goes.
  const isGone = ({ name, handed }: NamedArgument): boolean =>
    providerArguments.has(name) || (address === "base_url" && name === "api_base") || (handed !== undefined && (name === "api_key" || name === address));
  const fates = named.map((each): RequestArgument => {
    const { span, value } = each.argument;
    return { name: each.name, span, value, fate: { kind: isGone(each) ? "goes" : "stays" }, ...(each.handed && { handed: each.handed }) };
  });
  const sharing = weighHanded(call, fates, context, remarks);
  const server = addressObstacle(source, fates, context);
  if (server !== undefined && writesAddress(fates)) remarks.blocked.add(server);
  if (remarks.blocked.size > 0) return { kind: "blocked", reasons: [...remarks.blocked] };
  if (server !== undefined) remarks.reasons.add(`Portkey's address takes the place of \`${address}\`: a server of your own needs an AI Provider with a custom host in the Model Catalog`);
  for (const { name, value } of fates) {
    if (name === "api_key" && !isFixed(value)) remarks.reasons.add("The key given to this call is dropped: all calls are made with the Portkey key");
    const note = providerArguments.has(name) && value.kind !== "nothing" ? catalog.parameter(name)?.note : undefined;
    if (note !== undefined && name !== "custom_llm_provider") remarks.reasons.add(`\`${name}\`: ${note.replace(/\.$/, "")}`);
  }
  for (const reason of source.reasons) remarks.reasons.add(reason);
  if ("expression" in source) remarks.reasons.add("LiteLLM takes the model for one of OpenAI's: for any other it no longer translates parameters, nor tokens that answers count in another way");
  else if (source.provider !== "openai" && source.provider !== "azure")
    remarks.reasons.add(`LiteLLM takes the model for one of OpenAI's: it no longer translates parameters for ${source.provider}, nor tokens that its answers count in another way`);
  const cost = costReader(facts);
  if (cost !== undefined) remarks.reasons.add(`\`${cost.replaceAll("[]", "[…]")}\`: LiteLLM has no price for a model of Portkey's catalog`);
  return {
    kind: "rewrite",
    title: "Keep LiteLLM and send it through Portkey",
    strategy: "keep-litellm",
    reasons: [...remarks.reasons],
    notes: [...source.notes, "LiteLLM stays installed, with its retries, callbacks and exceptions"],
    together: [...("together" in source ? source.together : []), ...sharing.map(({ span }) => span)],
    ...("expression" in source && { adapter: { uri: source.adapter.uri, needs: "model-helper" as const } }),
    apply(edit) {
      if ("literal" in source) edit.replace(source.literal.content, `openai/${source.portkeyName}`);
      else edit.replace(source.expression.span, `${edit.string("openai/")} + ${edit.imported(source.adapter.importedAs, modelHelper)}(${edit.textOf(source.expression.span, source.names)})`);
      for (const { value, name } of fallbacks) edit.replace(value.content, `openai/${name}`);
      pointToPortkey(call, { address, key: "api_key" }, edit);
      removeHanded(
        named.flatMap((each) => (each.handed && isGone(each) ? [each.handed] : [])),
        edit,
      );
      const own = named.filter(({ handed }) => !handed);
      if (!own.some(isGone)) return;
      edit.removeItems(
        own.map(({ argument }) => argument.span),
        (index) => own[index] !== undefined && isGone(own[index]),
      );
    },
  };
}

/** Whether the address of a call is written out, so that it is known to be no provider's. */
const writesAddress = (given: readonly RequestArgument[]): boolean =>
  given.some(({ name, value }) => (name === "api_base" || name === "base_url") && (value.kind === "string" || (value.kind === "name" && value.initial?.kind === "string")));

const notKept: CallPlan = { kind: "blocked", reasons: [] };

/** Whether LiteLLM sends a call to Portkey already. */
export function isThroughPortkey(call: Call, catalog: Catalog): boolean {
  const given = (name: string): Expression | undefined =>
    call.arguments.find(({ keyword }) => keyword === name)?.value ?? call.arguments.flatMap(({ keywords }) => keywords?.entries ?? []).find(({ key }) => key === name)?.value;
  const inPlace = call.arguments[catalog.positional(call.callee.path).indexOf("model")];
  const model = given("model") ?? (inPlace?.kind === "positional" ? inPlace.value : undefined);
  const name = written(model);
  const address = written(given("api_base") ?? given("base_url"));
  const isNamed = name === undefined ? isHelpedModel(model) : readModel(name)?.kind === "portkey";
  return isNamed && address !== undefined && isHostedGateway(address);
}

/** A name that the project's adapter gives: `"openai/" + portkey_model(model)`. */
export const isHelpedModel = (model: Expression | undefined): boolean => model?.kind === "template" && model.prefix === "openai/" && model.hole?.kind === "call" && model.hole.callee === modelHelper;

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
const costReader = oncePerFile(
  ({ references }) => references.find(({ path }) => /^litellm\.(?:completion_cost|cost_per_token|response_cost_calculator|model_cost)\b|_hidden_params|response_cost/.test(path))?.path,
);
