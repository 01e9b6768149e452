import { hostedGateway } from "../../catalog/gateway.ts";
import { packageText } from "../../catalog/package-texts.ts";
import { planAdapterClient } from "../../rewrite/adapter-client.ts";
import { planAdapterHttp } from "../../rewrite/adapter-http.ts";
import type { CallPlan } from "../../rewrite/call-plan.ts";
import { type ProxyClient, proxyAddressesIn, proxyClientsIn } from "../../rewrite/proxy-clients.ts";
import { planProxyHttp } from "../../rewrite/proxy-http.ts";
import { planInstances } from "../../rewrite/proxy-instance.ts";
import { callsOn, planProxyClient } from "../../rewrite/proxy-plan.ts";
import { makesInstance, type ProxyRequest, partsOf, proxyRequestsIn } from "../../rewrite/proxy-requests.ts";
import { pathOf, unread } from "../../rewrite/written-address.ts";
import { contains, type Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { plannedMatch } from "./planned-match.ts";
import { proxyStrings } from "./proxy-strings.ts";

export const liteLlmProxyClient = defineRule({
  id: "litellm-proxy-client",
  title: "Client or request on a LiteLLM proxy",
  why: "The code talks to a LiteLLM proxy. Portkey is an OpenAI-compatible gateway too: the address and the key change, and the proxy's model names become `@slug/model`.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 10,

  *detect(context) {
    const owned: Span[] = [];
    for (const client of proxyClientsIn(context)) {
      owned.push(client.call.span, ...(client.address ? [client.address.span] : []), ...callsOn(client, context).map(({ span }) => span));
      yield plannedMatch({ ...clientMatch(client), feedsLiteLlm: "until-fixed" }, plansOf(client, context), nextStep(client));
    }
    const requests = outermost([...proxyRequestsIn(context)]);
    const byInstances = planInstances(requests, context);
    for (const request of requests) {
      if (owned.some((span) => contains(span, request.call.span))) continue;
      owned.push(request.call.span);
      const match = requestMatch(request);
      yield plannedMatch(
        namesModels(request, context) ? { ...match, feedsLiteLlm: "until-fixed" } : match,
        requestPlans(request, byInstances.get(request.call), context),
        requestStep(request, context),
      );
    }
    for (const { reference, evidence } of proxyAddressesIn(context)) {
      yield {
        span: reference.span,
        focus: reference.span,
        message: `\`${reference.path}\` points every call of the module at a LiteLLM proxy (${evidence})`,
        symbol: reference.path,
        fixes: [],
        manual: `Point it at ${hostedGateway}, set \`openai.api_key\` to the Portkey key, and give the calls \`@slug/model\` names.`,
      };
      owned.push(reference.value?.span ?? reference.span);
    }
    yield* proxyStrings(context, owned);
    const configurations: Span[] = [];
    for (const string of context.facts.strings) {
      const text = packageText(string);
      if (text === "command") yield commandMatch(string.span);
      if (text === "configuration") configurations.push(string.span);
    }
    yield* configurationMatch(configurations);
  },
});

/** The configuration that a file writes for the proxy is one thing to do, in how many texts it may lie. */
function* configurationMatch([first, ...others]: readonly Span[]): Iterable<Match> {
  if (!first) return;
  yield {
    span: first,
    focus: first,
    message: "a configuration of LiteLLM's proxy is written here",
    symbol: null,
    fixes: [],
    manual: "Portkey's gateway reads no such file: its models and their keys go into the Model Catalog, its fallbacks and retries into a config. Remove what writes and hands it on.",
    related: others.map((span) => ({ span, message: "More of the configuration" })),
  };
}

const commandMatch = (span: Span): Match => ({
  span,
  focus: span,
  message: "`litellm` is the command that starts LiteLLM's proxy",
  symbol: null,
  fixes: [],
  manual: `Nothing is left to start on ${hostedGateway}; a gateway of your own is started by \`npx @portkey-ai/gateway\`. What the command's configuration says of models goes into the Model Catalog.`,
});

/** What is made of a client by each strategy, the folder's own first. */
function plansOf(client: ProxyClient, context: RuleContext): readonly CallPlan[] {
  if (client.subclass !== undefined)
    return [{ kind: "blocked", reasons: [`\`${client.subclass}\` is a class of the program, which may do otherwise than \`${client.call.callee.path}\` with what it is given`] }];
  const own = planProxyClient(client, context);
  const adapter = planAdapterClient(client, context);
  return context.settings.strategy === "adapter" && adapter.kind === "rewrite" ? [adapter, own] : [own, adapter];
}

/** What is made of a request by each strategy, the folder's own first. */
function requestPlans(request: ProxyRequest, byInstance: CallPlan | undefined, context: RuleContext): readonly CallPlan[] {
  const own = byInstance ?? planProxyHttp(request.call, context);
  const adapter = planAdapterHttp(request, context);
  return context.settings.strategy === "adapter" && adapter.kind === "rewrite" ? [adapter, own] : [own, adapter];
}

/** A request inside of another's arguments goes with it: `axios(new Request(url))`. */
const outermost = (requests: readonly ProxyRequest[]): readonly ProxyRequest[] => requests.filter(({ call }) => !requests.some((other) => other.call !== call && contains(other.call.span, call.span)));

const requestMatch = ({ call, evidence }: ProxyRequest): Omit<Match, "fixes" | "manual"> => ({
  span: call.span,
  focus: call.callee.span,
  message: `\`${shortened(call.callee.text)}\` ${isStandIn(call) ? "stands for" : "sends a request to"} a LiteLLM proxy (${evidence})`,
  symbol: null,
});

/** Whether a request may name a model: its list of models is asked without one, and the proxy's own routes unless they are told of models. */
const namesModels = ({ call, route }: ProxyRequest, context: RuleContext): boolean =>
  !isStandIn(call) && (route?.kind === "own" ? partsOf(call.arguments, context).some(({ key }) => key !== undefined && modelKey.test(key)) : route?.path !== "/models");

/** What the proxy's own routes take names of models in. */
const modelKey = /^(?:models?|model_name|litellm_params|aliases|allowed_models)$/;

/** Whether a test answers the requests instead of sending them. */
const isStandIn = ({ callee }: ProxyRequest["call"]): boolean => /^nock\b|(?:^|\.)(?:intercept|interceptors?|responses\.add|respx)$/.test(callee.text);

/** What a person does about a request, as far as it is known what it asks for. */
function requestStep({ call, route, address }: ProxyRequest, context: RuleContext): string {
  if (isStandIn(call)) return `Let it stand for ${hostedGateway.replace(/\/v1$/, "")} once the code that it answers is migrated: other routes and headers are asked for then.`;
  if (route) return route.text;
  const key = "the Portkey key in the header `x-portkey-api-key`";
  if (makesInstance.test(call.callee.name)) return `Give it the address ${hostedGateway} and ${key}, and what its requests ask for \`@slug/model\` names.`;
  const path = address && pathOf(address, context);
  if (path !== undefined && isOpenPath.test(path))
    return `What it asks for is decided elsewhere: requests to models go to ${hostedGateway} with ${key} and \`@slug/model\` names, and Portkey's gateway has none of the proxy's own routes.`;
  if (path !== undefined) return `\`${path}\` is no route that Portkey's gateway is known to answer on: do without the request, or ask Portkey's API for what it is about.`;
  const naming = partsOf(call.arguments, context).some((part) => part.key === "model") ? ", and name the model `@slug/model`" : "";
  return `Send it to ${hostedGateway} with ${key}${naming}.`;
}

/** A path of which nothing is written out. */
const isOpenPath = new RegExp(`^(?:/v1)?/?${unread}`);

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}…` : text);

const clientMatch = ({ call, address, evidence, subclass }: ProxyClient): Omit<Match, "fixes" | "manual"> => ({
  span: call.span,
  focus: address && !address.isIndirect ? address.value.span : call.callee.span,
  message: `The client \`${subclass ?? call.callee.path.replace(/^openai(?:\.default)?$/, "openai.OpenAI")}\` points at a LiteLLM proxy (${evidence})`,
  symbol: call.callee.path,
});

/** What a person does about a client, in the options' own words. */
function nextStep({ entry, call }: ProxyClient): string {
  switch (entry.kind) {
    case "openai":
    case "openai-configuration":
      return `Point it at ${hostedGateway} with the Portkey key, and give its calls \`@slug/model\` names.`;
    case "azure-openai":
      return `Make it a plain \`OpenAI\` client on ${hostedGateway} with the Portkey key, and give its calls \`@slug/model\` names.`;
    case "anthropic":
      return `Point it at ${hostedGateway.replace(/\/v1$/, "")}, without \`/v1\`, with the Portkey key in the header \`x-portkey-api-key\`, and give its calls \`@slug/model\` names.`;
    case "ai-sdk-other":
      return entry.keyInHeaders
        ? `Point it at ${hostedGateway} with the Portkey key in the header \`x-portkey-api-key\`, and name its models \`@slug/model\`.`
        : `Make it a \`createOpenAI\` or \`createOpenAICompatible\` provider on ${hostedGateway} with the Portkey key, and name its models \`@slug/model\`.`;
    case "mastra":
      // What stands before the first slash of `id` is the provider's name, which is not sent (npm @mastra/core 0.24.9, llm/model/router).
      return `Give it the model \`{ providerId: "portkey", modelId: "@slug/model", url: "${hostedGateway}", apiKey: … }\` with the Portkey key.`;
    case "ai-sdk":
    case "langchain":
    case "llamaindex":
      return `Give \`${call.callee.path.slice(call.callee.path.lastIndexOf(".") + 1)}\` the address ${hostedGateway} and the Portkey key, and name its models \`@slug/model\`.`;
    default:
      return entry.kind satisfies never;
  }
}
