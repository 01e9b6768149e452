import { readModel } from "../catalog/model-string.ts";
import { mappedByUser, portkeyModel } from "../catalog/portkey-model.ts";
import type { Binding, Expression, StringLiteral } from "../facts/facts.ts";
import type { PlanContext } from "./call-plan.ts";
import { describeValue, suggestedSlug } from "./model-argument.ts";

/** The names of a proxy's models that a request may give, each with its name in Portkey, or why one has none. */
export type ProxyModel = { readonly kind: "models"; readonly names: readonly RenamedModel[]; readonly reasons: readonly string[] } | { readonly kind: "blocked"; readonly reason: string };

/** A string that names a model of the proxy. */
export interface RenamedModel {
  readonly literal: StringLiteral;
  readonly portkeyName: string;
  /** LiteLLM's prefix of the provider; undefined where the user names the model. */
  readonly provider: string | undefined;
}

/** Reads the model of a request to a proxy; `asModel` are the places of the file that are such models, whose strings change together. */
export function proxyModel(value: Expression | undefined, asModel: ReadonlySet<number>, context: PlanContext): ProxyModel {
  const { facts } = context;
  switch (value?.kind) {
    case "string":
      return named(value, context);
    case "name":
    case "chain": {
      const of = value.kind === "chain" ? value.of : undefined;
      const id = value.kind === "name" ? value.binding : (of?.binding ?? value.member);
      const binding = id === undefined ? undefined : facts.bindings[id];
      return binding ? ofBinding(value, binding, of && { key: of.key }, asModel, context) : runTime(value);
    }
    case "choice":
      return together(value.options.map((option) => proxyModel(option, asModel, context)));
    case "environment": {
      const fallback: ProxyModel = value.fallback ? proxyModel(value.fallback, asModel, context) : { kind: "models", names: [], reasons: [] };
      const reason = `The environment variable \`${value.variable}\` names a model: it has to hold Portkey's name, \`@slug/model\``;
      return fallback.kind === "blocked" ? fallback : { ...fallback, reasons: [...fallback.reasons, reason] };
    }
    default:
      return value ? runTime(value) : unnamed;
  }
}

const unnamed: ProxyModel = { kind: "blocked", reason: "A call on the client does not name its model as a plain string" };

/** Where a value is read that is a model's name: the value itself, and what it chooses from. */
export function placesOf(value: Expression | undefined): readonly number[] {
  if (!value) return [];
  if (value.kind === "environment") return placesOf(value.fallback);
  return value.kind === "choice" ? value.options.flatMap(placesOf) : [value.span.start];
}

const runTime = (value: Expression): ProxyModel => ({ kind: "blocked", reason: `The model is decided at run time (${describeValue(value)}): let it hold Portkey's name, \`@slug/model\`` });

/** A constant, a variable with a choice, a parameter's default, or entries of a record. */
function ofBinding(value: Expression, binding: Binding, entry: { readonly key: string | undefined } | undefined, asModel: ReadonlySet<number>, context: PlanContext): ProxyModel {
  const isReadElsewhere = binding.reads.some(({ start }) => !asModel.has(start));
  const exported = binding.isExported ? [`Other files may import \`${binding.name}\` and would get the new name`] : [];
  if (entry) {
    if (binding.initial?.kind !== "record") return runTime(value);
    const entries = binding.initial.entries.filter(({ key }) => entry.key === undefined || key === entry.key);
    if (entries.length === 0 || (entry.key === undefined && entries.some(({ key }) => key === undefined))) return runTime(value);
    const inside = new Set([...asModel, ...entries.flatMap((each) => placesOf(each.value))]);
    const models = together(entries.map((each) => proxyModel(each.value, inside, context)));
    const reasons = [...exported, ...(isReadElsewhere ? [`\`${binding.name}\` is read in other places too, which would get the new names`] : [])];
    return models.kind === "blocked" ? models : { ...models, reasons: [...models.reasons, ...reasons] };
  }
  if (binding.kind === "parameter" || (binding.kind === "member" && binding.fallback)) {
    const models = binding.fallback ? proxyModel(binding.fallback, asModel, context) : runTime(value);
    if (models.kind === "blocked" || isReadElsewhere) return models.kind === "blocked" ? models : readElsewhere(binding);
    return { ...models, reasons: [...models.reasons, `\`${binding.name}\` is a parameter: whoever gives one has to give Portkey's name`] };
  }
  if (!binding.initial || (binding.kind !== "variable" && binding.kind !== "member")) return runTime(value);
  if (isReadElsewhere) return readElsewhere(binding);
  const models = proxyModel(binding.initial, new Set([...asModel, ...placesOf(binding.initial)]), context);
  const open = binding.kind === "member" && !binding.isPrivate ? [`\`${binding.name}\` is a member: other classes and files may read it, and would get the new name`] : exported;
  return models.kind === "blocked" ? models : { ...models, reasons: [...models.reasons, ...open] };
}

const readElsewhere = ({ name }: Binding): ProxyModel => ({ kind: "blocked", reason: `\`${name}\` is read in other places than model arguments, which would see the new name too` });

function together(models: readonly ProxyModel[]): ProxyModel {
  const blocked = models.find(({ kind }) => kind === "blocked");
  if (blocked) return blocked;
  return { kind: "models", names: models.flatMap((each) => (each.kind === "models" ? each.names : [])), reasons: models.flatMap((each) => (each.kind === "models" ? each.reasons : [])) };
}

/** What a proxy does by its own configuration when a model fails, which a name of Portkey's alone does not; of any name where none is given. */
export function lostFallbacks({ proxyFallbacks = [] }: PlanContext["workspace"], name?: string): string[] {
  const named = proxyFallbacks.filter((each) => name === undefined || each === name || each === "*");
  if (named.length === 0) return [];
  const whose = name ?? (named.includes("*") ? undefined : named[0]);
  return [`The proxy's configuration has fallbacks${whose === undefined ? "" : ` for "${whose}"`}: they are no part of the rewrite, make a Portkey config of them`];
}

/** A name that is written out: by `modelMap`, or by the proxy's configuration in the workspace, or, where nobody knows the proxy, as LiteLLM itself reads it. */
function named(literal: StringLiteral, { settings, workspace }: PlanContext): ProxyModel {
  const { proxyModels } = workspace;
  const { value } = literal;
  if (!literal.isPlain) return unnamed;
  const exact = mappedByUser(value, settings);
  if (exact?.kind === "mapped") return { kind: "models", names: [{ literal, portkeyName: exact.name, provider: undefined }], reasons: lostFallbacks(workspace, value) };
  if (exact) return { kind: "blocked", reason: exact.reason.replace(/\.$/, "") };
  const models = Object.hasOwn(proxyModels, value) ? proxyModels[value] : undefined;
  if (models) return renamed(literal, models, lostFallbacks(workspace, value), settings);
  const reading = readModel(value);
  if (reading?.kind === "portkey") return { kind: "models", names: [], reasons: [] };
  if (Object.keys(proxyModels).length === 0 && reading?.kind === "litellm" && reading.evidence === "prefix" && reading.provider.prefix !== "litellm_proxy")
    return renamed(literal, [value], [`"${value}" is a name that the proxy gives: it is taken for LiteLLM's name of that model`], settings);
  return { kind: "blocked", reason: `"${value}" is a name the proxy gives: map it in \`portkeyMigrate.modelMap\`, or keep the proxy's config.yaml in the workspace` };
}

/** The one model that deployments of the proxy stand for. */
function renamed(literal: StringLiteral, models: readonly string[], because: readonly string[], settings: PlanContext["settings"]): ProxyModel {
  const mapped = models.map((model) => {
    const reading = readModel(model);
    return reading && portkeyModel(reading, settings);
  });
  const first = mapped[0];
  if (!first || mapped.some((other) => other?.kind !== "mapped" || first.kind !== "mapped" || other.name !== first.name)) {
    return {
      kind: "blocked",
      reason: `"${literal.value}" stands for ${models.length} deployments in the proxy's configuration: make a Portkey config of them, or map the name in \`portkeyMigrate.modelMap\``,
    };
  }
  if (first.kind !== "mapped") return { kind: "blocked", reason: `"${literal.value}" has no counterpart: ${first.reason.replace(/\.$/, "")}` };
  const reasons = [...because, ...(first.rewriteClass === "B" ? first.notes : [])];
  if (first.slugSource === "suggested") reasons.push(suggestedSlug(first.slug, models[0]?.split("/")[0] ?? ""));
  return { kind: "models", names: [{ literal, portkeyName: first.name, provider: models[0]?.split("/")[0] }], reasons };
}
