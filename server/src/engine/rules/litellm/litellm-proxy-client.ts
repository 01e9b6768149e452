import { hostedGateway } from "../../catalog/gateway.ts";
import { planProxyClient, proxyAddressesIn, proxyClientsIn } from "../../rewrite/proxy-client.ts";
import { defineRule } from "../rule.ts";
import { plannedMatch } from "./planned-match.ts";

export const liteLlmProxyClient = defineRule({
  id: "litellm-proxy-client",
  title: "OpenAI client on a LiteLLM proxy",
  why: "The client talks to a LiteLLM proxy. Portkey is an OpenAI-compatible gateway too: the address and the key change, and the proxy's model names become `@slug/model`.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 10,

  *detect(context) {
    for (const client of proxyClientsIn(context)) {
      const plan = planProxyClient(client, context);
      const match = {
        span: client.call.span,
        focus: client.address.isIndirect ? client.call.callee.span : client.address.value.span,
        message: `The client \`${client.call.callee.path.replace(/^openai(?:\.default)?$/, "openai.OpenAI")}\` points at a LiteLLM proxy (${client.evidence})`,
        symbol: client.call.callee.path,
      };
      yield plannedMatch(match, [plan], `Point it at ${hostedGateway} with the Portkey key, and give its calls \`@slug/model\` names.`);
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
    }
  },
});
