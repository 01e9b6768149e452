import type { Expression } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { type NamedModel, nameModel, suggestedSlug } from "./model-argument.ts";
import { freeName } from "./names.ts";
import type { Deployment } from "./router-reading.ts";

/** The model of each deployment by its Portkey name: what differs in address or key is an AI Provider of its own. */
export function nameDeployments(deployments: readonly Deployment[], context: PlanContext, remarks: Remarks): ReadonlyMap<Deployment, string> {
  const named = deployments.flatMap((deployment) => {
    const model = modelOf(deployment, context, remarks);
    return model ? [{ deployment, model, slug: model.portkeyName.slice(0, model.portkeyName.indexOf("/")), account: accountOf(deployment, model.provider, context) }] : [];
  });
  const slugs = new Map<string, string>();
  return new Map(
    named.map(({ deployment, model, slug, account }) => {
      const name = model.portkeyName.slice(slug.length);
      // Who maps the very model has said which account it is.
      if (model.slugSource === "model-map") return [deployment, slug + name] as const;
      const accounts = [...new Set(named.filter((other) => other.slug === slug).map((other) => other.account))];
      const key = `${slug} ${account}`;
      const own = slugs.get(key) ?? slugOfAccount(deployment, { slug, model, index: accounts.indexOf(account), isOnly: accounts.length === 1 }, new Set(slugs.values()), context);
      slugs.set(key, own);
      for (const reason of model.reasons) if (own === slug || reason !== suggestedSlug(slug.slice(1), model.provider)) remarks.reasons.add(reason);
      if (own !== slug)
        remarks.reasons.add(`\`${own.slice(1)}\` is a suggested slug: \`${deployment.model}\` of \`${deployment.group}\` has an address or a key of its own, which needs an AI Provider of its own`);
      return [deployment, own + name] as const;
    }),
  );
}

function modelOf({ model: name, parameters }: Deployment, context: PlanContext, { blocked, reasons, notes }: Remarks): NamedModel | undefined {
  const custom = parameters.get("custom_llm_provider");
  if (custom && custom.kind !== "string") blocked.add("`custom_llm_provider` of a deployment is decided at run time");
  const model = nameModel(name, context, { customProvider: custom?.kind === "string" ? custom.value : undefined });
  if (model.kind === "blocked") {
    blocked.add(model.reason);
    return undefined;
  }
  for (const note of model.notes) notes.add(note);
  for (const required of model.requires) if (!parameters.has(required)) reasons.add(`The provider ${model.provider} needs \`${required}\`: LiteLLM filled it in, Portkey does not`);
  return model;
}

/** Arguments by which accounts differ. */
const accountArguments = ["api_base", "base_url", "api_key", "organization", "aws_region_name", "aws_access_key_id", "aws_profile_name", "vertex_project", "vertex_location", "vertex_credentials"];

/** What tells a deployment's account from others. */
const accountOf = ({ parameters }: Deployment, provider: string, { catalog }: PlanContext): string =>
  accountArguments
    .flatMap((name) => parameters.get(name) ?? [])
    // What LiteLLM reads by itself says nothing.
    .filter((value) => value.kind !== "environment" || !catalog.provider(provider)?.environment.includes(value.variable))
    .map(accountText)
    .join(" ");

function accountText(value: Expression): string {
  switch (value.kind) {
    case "string":
      return value.value;
    case "environment":
      return value.variable;
    case "name":
      return value.name;
    case "chain":
      return value.text;
    default:
      return `${value.span.start}`;
  }
}

/** Whether a deployment has an address by which its provider is not known. */
function isElsewhere({ parameters }: Deployment, { provider }: NamedModel, { catalog }: PlanContext): boolean {
  const address = parameters.get("api_base") ?? parameters.get("base_url");
  if (!address || provider.startsWith("azure")) return false;
  return !(address.kind === "string" && catalog.models.hosts.some((known) => known.provider === provider && address.value.includes(known.host)));
}

/** One account among those that a slug would stand for. */
interface Account {
  readonly slug: string;
  readonly model: NamedModel;
  readonly index: number;
  readonly isOnly: boolean;
}

/** The only account has the provider's slug, and the first one where somebody has mapped it; the others get one by what their addresses or variables say, or by a number. */
function slugOfAccount(deployment: Deployment, { slug, model, index, isOnly }: Account, taken: ReadonlySet<string>, context: PlanContext): string {
  const isSuggested = model.slugSource === "suggested";
  if (!isElsewhere(deployment, model, context) && (isOnly || (index === 0 && !isSuggested))) return slug;
  const stem = isSuggested ? `@${model.provider}` : slug;
  return freeName([...wordsOf(deployment).map((word) => `${stem}-${word}`), `${stem}-${index + 1}`], (name) => taken.has(name));
}

/** What of an address or a variable's name may tell an account: `my-eu` of `https://my-eu.openai.azure.com`, `eu` of `AZURE_API_KEY_EU`. */
function wordsOf({ parameters }: Deployment): string[] {
  return accountArguments.flatMap((name) => {
    const value = parameters.get(name);
    if (value?.kind === "string" && /^https?:/.test(value.value)) return /^https?:\/\/([a-z][a-z0-9-]*)/i.exec(value.value)?.[1]?.toLowerCase() ?? [];
    const variable = value?.kind === "environment" ? value.variable : undefined;
    const rest = variable?.split("_").filter((part) => !commonWords.has(part.toUpperCase())) ?? [];
    return rest.length > 0 ? rest.join("-").toLowerCase() : [];
  });
}

/** Parts of variables' names that stand in every account's. */
const commonWords = new Set(["AZURE", "OPENAI", "ANTHROPIC", "API", "BASE", "KEY", "URL", "ENDPOINT", "AI", "SECRET"]);
