import { hostedGateway } from "../../catalog/gateway.ts";
import type { Call, Reference } from "../../facts/facts.ts";
import { planAdapter } from "../../rewrite/adapter-plan.ts";
import type { CallPlan } from "../../rewrite/call-plan.ts";
import { isThroughPortkey } from "../../rewrite/kept-call.ts";
import { modelArguments } from "../../rewrite/model-argument.ts";
import { prepareRequests, requestPlans } from "../../rewrite/request-plans.ts";
import { defaultStrategy } from "../../settings.ts";
import type { Language } from "../../source-file.ts";
import { contains, type Span } from "../../text/span.ts";
import type { Match, RelatedPlace, RuleContext } from "../rule.ts";
import { modelOrigin } from "./model-origin.ts";
import { plannedMatch } from "./planned-match.ts";
import { type SymbolUse, symbolUses } from "./symbol-uses.ts";

/** What the rules about uses of a family's symbols differ in. */
export interface SymbolRule {
  readonly family: string;
  /** An expression of the family inside another, such as `ModelResponse(choices=[Choices(...)])`, goes with the outer one. */
  readonly ownsInner?: true;
  /** What a call of a function that goes to a model does, in the family's own words. */
  readonly callsOf?: string;
  /** Plans the fixes of a use that is no request, the folder's own strategy first. */
  readonly plans?: (use: SymbolUse, call: Call | undefined, context: RuleContext) => readonly CallPlan[];
  /** The plans take out what Portkey has no use for, whichever way the calls go there. */
  readonly isOfNoUse?: (use: SymbolUse, context: RuleContext) => boolean;
  /** What to do about a use, where a rule has more to say than the catalog's next step for the symbol. */
  readonly manual?: (use: SymbolUse, call: Call | undefined, context: RuleContext) => string;
}

/** Finds every use of a family's symbols: called, constructed, set, read, caught, subclassed, handed on. */
export function* symbolMatches(
  context: RuleContext,
  { family, ownsInner, callsOf = "sends its request through LiteLLM", plans = notPlanned, isOfNoUse = () => false, manual = nextStep }: SymbolRule,
): Iterable<Match | undefined> {
  const calls = new Map(context.facts.calls.map((call) => [keyOf(call.callee.span), call]));
  const strategy = defaultStrategy(context.settings, context.facts.language);
  const found: { readonly use: SymbolUse; readonly call: Call | undefined; readonly span: Span; readonly references: Reference[] }[] = [];
  for (const use of symbolUses(context, family)) {
    const { reference } = use;
    const call = reference.role === "call" ? calls.get(keyOf(reference.span)) : undefined;
    const span = call?.span ?? { start: reference.span.start, end: Math.max(reference.span.end, reference.value?.span.end ?? 0) };
    const outer = found.at(-1);
    if (ownsInner && outer && contains(outer.span, span)) outer.references.push(reference);
    else found.push({ use, call, span, references: [reference] });
  }
  const requestOf = ({ use, call }: (typeof found)[number]): Call | undefined => (use.isRequest && use.owner.rest === "" ? call : undefined);
  yield* prepareRequests(
    found.flatMap((each) => requestOf(each) ?? []),
    context,
  );
  for (const each of found) {
    const { use, call, span, references } = each;
    const { reference } = use;
    const request = requestOf(each);
    if (request && strategy === "keep-litellm" && isThroughPortkey(request, context.catalog)) continue;
    const match = {
      span,
      focus: reference.span,
      message: request ? `\`${reference.path}\` ${callsOf}` : messageOf(use),
      symbol: reference.path,
      ...(request && { related: originOf(request, context) }),
    };
    const own = request ? requestPlans(request, context) : plans(use, call, context);
    const adapter = orRemoval(planAdapter(references, context), isOfNoUse(use, context) ? own[0] : undefined);
    yield plannedMatch(match, strategy === "adapter" ? [adapter, ...own] : [...own, adapter], request && strategy === "keep-litellm" ? keptStep[context.facts.language] : manual(use, call, context));
  }
}

/** What is of no use to Portkey is of none to the adapter, where that does not offer the same. */
const orRemoval = (adapter: CallPlan, removal: CallPlan | undefined): CallPlan => (adapter.kind === "blocked" && removal?.kind === "rewrite" ? { ...removal, strategy: "adapter" } : adapter);

const notPlanned = (): readonly CallPlan[] => [];

/** What a person does about a request where LiteLLM stays. */
const keptStep: Readonly<Record<Language, string>> = {
  python: `Give LiteLLM the model as \`openai/@slug/model\`, with \`api_base="${hostedGateway}"\` and the Portkey key as \`api_key\`.`,
  // It looks for its handlers by prefix, and sends the prefix on (npm litellm 0.12.0, `completion.js`, `handlers/openai.js`).
  typescript: "LiteLLM's package for TypeScript cannot send Portkey's names of models: rewrite the call to the OpenAI client.",
};

/** Where the models get their values that a request is given by name. */
function originOf(call: Call, { facts, catalog }: RuleContext): readonly RelatedPlace[] {
  const models = modelArguments(facts, catalog);
  return call.arguments.flatMap(({ value }) => (models.has(value.span.start) ? modelOrigin(value, facts) : []));
}

const keyOf = ({ start, end }: Span): string => `${start}:${end}`;

/** The catalog's text for a symbol. */
export const nextStep = ({ owner, family }: SymbolUse, _call: Call | undefined, { catalog }: RuleContext): string => catalog.nextStep({ ...owner, family });

const messageOf = ({ reference, owner, isRequest }: SymbolUse): string => {
  const name = `\`${reference.path.replaceAll("[]", "[…]")}\``;
  // A function on its own, or a part of it: `completion.call(…)`, `completion.__name__`.
  if (isRequest) return `\`${owner.path}\` is used as a value`;
  if (owner.kind === "service" && owner.rest === "()") return `A \`${owner.path}\` is ${handed(reference)}`;
  // What the catalog does not list is told a class by Python's way of naming.
  const isClass = owner.rest === "" && (owner.kind === "class" || owner.kind === "service" || (owner.kind === undefined && /\.[A-Z]\w*$/.test(owner.path)));
  switch (reference.role) {
    case "call":
      return `${name} is ${isClass ? "constructed" : "called"}`;
    case "write":
      return `${name} is set`;
    case "delete":
      return `${name} is deleted`;
    case "decorator":
      return `${name} is a decorator`;
    case "annotation":
      return `${name} is a type here`;
    case "base-class":
      return `${name} is subclassed`;
    case "except":
      return `${name} is caught`;
    case "comparison":
      return `${name} is compared`;
    case "export":
      return `${name} is exported`;
    case "value":
      return `${name} is ${owner.kind === "setting" ? "read" : handed(reference)}`;
    default:
      return reference.role satisfies never;
  }
};

const handed = ({ taker }: Reference): string => (taker === undefined ? "used as a value" : `handed to \`${taker}\``);
