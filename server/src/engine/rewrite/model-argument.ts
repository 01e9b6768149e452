import type { Catalog } from "../catalog/catalog.ts";
import type { RequestEntry } from "../catalog/entries.ts";
import { readModel } from "../catalog/model-string.ts";
import { type MappedModel, mappedByUser, portkeyModel, portkeyProvider } from "../catalog/portkey-model.ts";
import type { Expression, StringLiteral } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { TextEdit } from "../text/edits.ts";
import { contains, type Span } from "../text/span.ts";
import { adapterOf, type OwnAdapter } from "./adapter-of.ts";
import type { PlanContext } from "./call-plan.ts";
import type { ModuleSetting } from "./module-settings.ts";
import { hasOwnProvider } from "./own-providers.ts";

/** A model by its Portkey name. */
export interface NamedModel {
  readonly kind: "model";
  readonly portkeyName: string;
  /** LiteLLM's prefix of the provider. */
  readonly provider: string;
  /** Who says which slug it is. */
  readonly slugSource: MappedModel["slugSource"];
  /** Arguments that LiteLLM filled in and the call has to give now. */
  readonly requires: readonly string[];
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}

/** A model argument whose string can be replaced. */
export interface ModelSource extends NamedModel {
  readonly literal: StringLiteral;
  /** Other places that read the same constant, and so change with it. */
  readonly together: readonly Span[];
}

/** A model argument that keeps its value, which the project's adapter names when the call runs. */
export interface RunTimeModel extends NamedModel {
  readonly expression: Expression;
  /** Names of models in it, which LiteLLM reads no more. */
  readonly names: readonly TextEdit[];
  readonly adapter: OwnAdapter;
}

/** Why a person has to name the model. */
export interface NoModel {
  readonly kind: "blocked";
  readonly reason: string;
}

/** What a call expects of its model. */
export interface ModelUse {
  /** The kind of request; a chat without one. */
  readonly target?: RequestEntry;
  /** The provider that the call names beside the model. */
  readonly customProvider?: string | undefined;
  /** What the module says for such a request, names of models of its own among it. */
  readonly settings?: readonly ModuleSetting[];
}

/** The model string behind an argument and its Portkey name, or why it cannot be changed here. */
export function resolveModel(value: Expression, context: PlanContext, use: ModelUse = {}): ModelSource | NoModel {
  const constant = value.kind === "name" && value.initial?.kind === "string" ? value.initial : undefined;
  const literal = value.kind === "string" ? value : constant;
  if (!literal) return { kind: "blocked", reason: `The model is decided at run time (${describeValue(value)}): let it hold Portkey's name, \`@slug/model\`` };
  if (!literal.isPlain) return { kind: "blocked", reason: "The model's string has escapes or parts" };
  if (constant && use.customProvider !== undefined) return { kind: "blocked", reason: "The provider is named beside a model that other calls may read" };
  const named = nameModel(literal.value, context, use);
  if (named.kind === "blocked") return named;
  const source: ModelSource = { ...named, literal, together: [] };
  return value.kind === "name" ? shareConstant(value, source, context) : source;
}

/** A model that is decided at run time, where the file has an adapter that can name it then; undefined for any other. */
export function runTimeModel(value: Expression, context: PlanContext, use: ModelUse): RunTimeModel | NoModel | undefined {
  if (aliasesOf(use.settings)) return undefined;
  const isText = value.kind === "name" ? value.initial === undefined : ["chain", "environment", "template", "choice", "call"].includes(value.kind);
  const place = context.facts.language === "python" && isText && use.customProvider === undefined ? adapterOf(context) : undefined;
  if (place?.kind !== "place") return undefined;
  if (hasOwnProvider(context.facts))
    return { kind: "blocked", reason: "The model is decided at run time, and may be for the provider that this file registers with LiteLLM (`litellm.custom_provider_map`)" };
  const reason = `The model is decided at run time (${describeValue(value)}): the project's adapter names it in Portkey, and raises an error for what it does not know`;
  const inside = namesIn(value.span, context, use);
  const unfit = inside.find(({ named }) => named.kind === "blocked");
  if (unfit?.named.kind === "blocked") return unfit.named;
  const names = inside.flatMap(({ content, named }) => (named.kind === "model" ? [{ span: content, text: named.portkeyName }] : []));
  const reasons = [reason, ...inside.flatMap(({ named }) => (named.kind === "model" ? named.reasons : []))];
  return { kind: "model", portkeyName: "", provider: "", slugSource: "suggested", requires: [], reasons, notes: [], expression: value, names, adapter: place };
}

/** The models that a part of the file names by LiteLLM's names, in strings that can be replaced. */
function namesIn(span: Span, context: PlanContext, use: ModelUse): { readonly content: Span; readonly named: NamedModel | NoModel }[] {
  const strings = context.facts.strings.filter((string) => contains(span, string.span) && string.isPlain && !string.hasHoles && readModel(string.value));
  return strings.map(({ value, content }) => ({ content, named: nameModel(value, context, use) }));
}

/** The Portkey name of a LiteLLM model, or why there is none for such a call. */
export function nameModel(given: string, { settings }: PlanContext, { customProvider, target, settings: ofModule }: ModelUse): NamedModel | NoModel {
  const model = aliasesOf(ofModule)?.get(given) ?? given;
  const reading = readModel(model, { customProvider });
  const mapped = mappedByUser(model, settings) ?? (reading && portkeyModel(reading, settings));
  if (!mapped) return { kind: "blocked", reason: `The provider of "${model}" is not known` };
  if (mapped.kind === "manual") return { kind: "blocked", reason: `"${model}": ${mapped.reason.replace(/\.$/, "")}` };
  if (!(target?.endpoints ?? ["chat"]).includes(mapped.endpoint)) return { kind: "blocked", reason: target?.otherwise ?? `"${model}" answers on \`${mapped.endpoint}\`, not on chat completions` };
  const provider = reading?.kind === "litellm" ? reading.provider.prefix : "";
  const remarks = mapped.notes.map((note) => note.replace(/\.$/, ""));
  const reasons = mapped.rewriteClass === "B" ? [...remarks] : [];
  if (mapped.slugSource === "suggested") reasons.unshift(suggestedSlug(mapped.slug, provider));
  return { kind: "model", portkeyName: mapped.name, provider, slugSource: mapped.slugSource, requires: mapped.requires, reasons, notes: mapped.rewriteClass === "A" ? remarks : [] };
}

/** The provider of a request that has no model, by its slug with the `@` before it. */
export function nameProvider(prefix: string, { settings, catalog }: PlanContext): NamedModel | NoModel {
  const entry = catalog.provider(prefix);
  const found = entry && portkeyProvider(entry, settings);
  if (!found) return { kind: "blocked", reason: `The provider "${prefix}" is not known` };
  if ("reason" in found) return { kind: "blocked", reason: `"${prefix}": ${found.reason.replace(/\.$/, "")}` };
  const reasons = found.source === "suggested" ? [suggestedSlug(found.slug, prefix)] : [];
  return { kind: "model", portkeyName: `@${found.slug}`, provider: prefix, slugSource: found.source, requires: [], reasons, notes: [] };
}

/** Names that the module gives to models for its requests. */
const aliasesOf = (settings: readonly ModuleSetting[] = []): ReadonlyMap<string, string> | undefined => settings.flatMap((setting) => (setting.kind === "aliases" ? [setting.aliases] : [])).at(0);

/** Why a rewrite with a slug that nobody confirmed has to be reviewed. */
export const suggestedSlug = (slug: string, provider: string): string => `\`${slug}\` is a suggested slug: map \`${provider}\` to the slug of your AI Provider`;

/** A constant changes for all its readers at once: each must be the model of a call that is rewritten with it. */
function shareConstant(name: Expression & { readonly kind: "name" }, source: ModelSource, { facts, catalog }: PlanContext): ModelSource | NoModel {
  const binding = name.binding === undefined ? undefined : facts.bindings[name.binding];
  if (binding?.kind !== "variable") return { kind: "blocked", reason: `Where \`${name.name}\` gets its value is not known` };
  const others = binding.reads.filter((read) => read.start !== name.span.start);
  const asModel = modelArguments(facts, catalog);
  if (others.some((read) => !asModel.has(read.start))) return { kind: "blocked", reason: `\`${name.name}\` is read in other places than model arguments, which would see the new name too` };
  const reasons = binding.place === "module" || binding.isExported ? [...source.reasons, `Other files may import \`${name.name}\` and would get the new name`] : source.reasons;
  return { ...source, reasons, together: [...others, source.literal.span] };
}

/** The model arguments of a file's LiteLLM requests by where they start: a keyword, a position, a property of the options. A constant may be read by every call of a file. */
export const modelArguments = oncePerFile((facts, catalog: Catalog): ReadonlyMap<number, Expression> => {
  const starts = new Map<number, Expression>();
  for (const { callee, arguments: given } of facts.calls) {
    if (!catalog.isRequest(callee.path)) continue;
    const position = Math.max(0, catalog.positional(callee.path).indexOf("model"));
    for (const [index, { keyword, kind, value, keywords }] of given.entries()) {
      for (const entry of keywords?.entries ?? []) if (entry.key === "model") starts.set(entry.value.span.start, entry.value);
      if (keyword === "model" || (kind === "positional" && index === position)) starts.set(value.span.start, value);
      if (value.kind === "record") for (const entry of value.entries) if (entry.key === "model") starts.set(entry.value.span.start, entry.value);
    }
  }
  return starts;
});

/** Where a value comes from that is not written where it is used. */
export function describeValue(value: Expression): string {
  switch (value.kind) {
    case "name":
      return `\`${value.name}\``;
    case "chain":
      return `\`${value.text}\``;
    case "environment":
      return `the environment variable \`${value.variable}\``;
    case "template":
      return value.prefix === "" ? "a string with holes" : `a string that starts with "${value.prefix}"`;
    case "choice":
      return "one of several values";
    case "call":
      return "the value of a call";
    default:
      return "an expression";
  }
}
