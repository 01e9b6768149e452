import type { RequestEntry } from "../catalog/entries.ts";
import { readModel } from "../catalog/model-string.ts";
import { type MappedModel, mappedByUser } from "../catalog/portkey-model.ts";
import type { Expression } from "../facts/facts.ts";
import { nameModel } from "../rewrite/model-argument.ts";
import type { ModuleSetting } from "../rewrite/module-settings.ts";
import { jsonValue, likelyValue, whyUnknown } from "./json-value.ts";
import type { SketchedModel } from "./request-sketch.ts";
import { asideFrom, quotation, type SketchContext, type SketchReading } from "./sketch-reading.ts";

/** The model that a call gives, before it has a name in Portkey. */
export interface WrittenModel extends Pick<SketchedModel, "written" | "source" | "certainty"> {
  /** The start of the string, where the rest is decided at run time: `openai/`. */
  readonly prefix: string;
}

/** What a model is called in Portkey, or why that is not known. */
export type ModelName = Pick<SketchedModel, "portkeyName" | "slug" | "provider" | "why">;

/** Reads the argument that names the model; what only a run would tell becomes a hole. */
export function writtenModel(value: Expression | undefined, reading: SketchReading, fallback: string | undefined): WrittenModel {
  if (!value || value.kind === "nothing") return { written: fallback ?? null, source: null, certainty: fallback === undefined ? "unknown" : "certain", prefix: "" };
  const source = quotation(value.span, reading.context);
  const aside = asideFrom(reading);
  const read = jsonValue(value, "", aside);
  if (typeof read === "string" && aside.holes.length === 0) return { written: read, source, certainty: "certain", prefix: "" };
  const likely = likelyValue(value, reading);
  reading.holes.push({ path: "model", source, why: whyUnknown(value, reading), placeholder: null, ...(likely === undefined ? {} : { likely }) });
  if (typeof likely === "string") return { written: likely, source, certainty: "default", prefix: "" };
  return { written: null, source, certainty: "unknown", prefix: typeof read === "string" ? (read.split("{", 1)[0] ?? "") : "" };
}

/** What a call says about its model besides the string. */
export interface ModelUse {
  readonly target: RequestEntry;
  readonly customProvider?: string | undefined;
  readonly settings?: readonly ModuleSetting[];
}

/** The Portkey name of a model as LiteLLM reads it. */
export function liteLlmName(model: WrittenModel, use: ModelUse, context: SketchContext): ModelName {
  const { written, prefix } = model;
  const provider = providerOf(written ?? `${prefix}*`, use.customProvider);
  if (written === null) return unknownName(provider, undecided(model));
  const named = nameModel(written, context, use);
  if (named.kind === "blocked") return unknownName(provider, sentence(named.reason));
  return { portkeyName: named.portkeyName, slug: slugStatus(named.slugSource), provider: named.provider === "" ? provider : named.provider, why: null };
}

/** The Portkey name of a model that is asked for at a provider's own address, where it has no prefix. */
export function providersName(model: WrittenModel, provider: string, target: RequestEntry, context: SketchContext): ModelName {
  const { written } = model;
  if (written === null) return unknownName(provider, undecided(model));
  const mapped = mappedByUser(written, context.settings);
  if (mapped?.kind === "mapped") return { portkeyName: mapped.name, slug: "mapped", provider, why: null };
  const named = nameModel(written, context, { customProvider: provider, target });
  return named.kind === "blocked" ? unknownName(provider, sentence(named.reason)) : { portkeyName: named.portkeyName, slug: slugStatus(named.slugSource), provider, why: null };
}

/** No name, and why. */
export const unknownName = (provider: string | null, why: string): ModelName => ({ portkeyName: null, slug: "unknown", provider, why });

/** A reason as a whole sentence. */
export const sentence = (reason: string): string => (/[.!?]$/.test(reason) ? reason : `${reason}.`);

/** Why a model without a string has no name. */
export const undecided = ({ source }: Pick<SketchedModel, "source">): string => (source === null ? "The call names no model." : "The model is decided at run time.");

/** Who names the slug, as a sketch says it. */
export const slugStatus = (source: MappedModel["slugSource"]): SketchedModel["slug"] => (source === "setting" || source === "model-map" ? "mapped" : source);

function providerOf(written: string, customProvider: string | undefined): string | null {
  const reading = readModel(written, { customProvider });
  return reading?.kind === "litellm" ? reading.provider.prefix : (customProvider ?? null);
}
