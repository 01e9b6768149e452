import type { Call } from "../facts/facts.ts";
import { defaultStrategy, languageStrategy, type Strategy } from "../settings.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { planWithExceptions } from "./exception-plans.ts";
import { planKeptCall } from "./kept-call.ts";
import { openAiSdk } from "./python-sdk.ts";
import { planRequest } from "./request-call.ts";

/** What the strategies would make of a request of LiteLLM, the folder's own first. */
export function requestPlans(call: Call, context: PlanContext): readonly CallPlan[] {
  const { language } = context.facts;
  const strategy = defaultStrategy(context.settings, language);
  const plans: (readonly [Strategy, CallPlan])[] = [[languageStrategy(language), planWithExceptions(call, context)]];
  if (language === "python") plans.push(["openai-client", planForOpenAi(call, context)], ["keep-litellm", planKeptCall(call, context)]);
  return plans.sort(([a], [b]) => Number(b === strategy) - Number(a === strategy)).map(([, plan]) => plan);
}

/** LiteLLM's exceptions inherit from those of `openai`, which stay right; its own names do not. */
function planForOpenAi(call: Call, context: PlanContext): CallPlan {
  const plan = planRequest(call, context, { sdk: openAiSdk });
  const named = plan.kind === "rewrite" ? context.facts.references.find(({ path }) => context.catalog.symbolOwner(path)?.family === "litellm-exception") : undefined;
  return plan.kind === "blocked" || !named
    ? plan
    : { ...plan, reasons: [...plan.reasons, `The file names \`${named.path}\`, which the OpenAI client does not raise (\`openai\` has the classes that LiteLLM's inherit from)`] };
}
