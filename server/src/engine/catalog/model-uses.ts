import type { Argument, Expression, FileFacts } from "../facts/facts.ts";
import type { Settings } from "../settings.ts";
import type { Span } from "../text/span.ts";
import { type LiteLlmModel, readModel } from "./model-string.ts";
import { portkeyModel } from "./portkey-model.ts";

/** A model of LiteLLM's that code names. */
export interface ModelUse {
  /** As written. */
  readonly value: string;
  /** Where it is written, which may be a constant's definition. */
  readonly span: Span;
  /** The LiteLLM prefix by which settings give its provider a slug. */
  readonly provider: string;
  /** The provider in Portkey's Model Catalog by what settings or else suggestions say; null where neither names one. */
  readonly slug: string | null;
  /** The settings name the slug, so that nobody has to confirm it. */
  readonly isMapped: boolean;
}

/** The models that places of a file name: finds those inside a span, in source order. */
export function modelUses(facts: FileFacts, settings: Settings): (span: Span) => readonly ModelUse[] {
  const places = new Map<number, { readonly at: Span; readonly use: ModelUse }>();
  const add = (at: Span, span: Span, value: string, isCalledModel: boolean): void => {
    const reading = readModel(value);
    // a bare name such as `gpt-4o` may stand in any text
    if (reading?.kind === "litellm" && (reading.evidence !== "name" || isCalledModel)) places.set(at.start, { at, use: useOf(reading, span, settings) });
  };
  const visit = (value: Expression, isCalledModel: boolean, at: Span = value.span): void => {
    switch (value.kind) {
      case "string":
        add(at, value.span, value.value, isCalledModel);
        break;
      case "list":
        for (const item of value.items) visit(item, isCalledModel);
        break;
      case "record":
        for (const entry of value.entries) visit(entry.value, isModelName(entry.key) || (isCalledModel && entry.key !== "content"));
        break;
      case "choice":
        for (const option of value.options) visit(option, isCalledModel);
        break;
      case "environment":
        if (value.fallback) visit(value.fallback, isCalledModel);
        break;
      case "name":
        if (value.initial) visit(value.initial, isCalledModel, at);
        break;
      case "call":
        visitAll(value.arguments);
        break;
      default:
        // other values hold no model that could be read
        break;
    }
  };
  const visitAll = (given: readonly Argument[]): void => {
    for (const [index, { keyword, kind, value }] of given.entries()) visit(value, isModelName(keyword) || (kind === "positional" && index === 0 && value.kind !== "record"));
  };
  for (const call of facts.calls) visitAll(call.arguments);
  for (const { span, value, hasHoles } of facts.strings) if (!hasHoles) add(span, span, value, false);

  const ordered = [...places.values()].sort((a, b) => a.at.start - b.at.start);
  return ({ start, end }) => {
    const uses: ModelUse[] = [];
    for (let index = firstFrom(ordered, start); index < ordered.length; index++) {
      const place = ordered[index];
      if (!place || place.at.end > end) break;
      uses.push(place.use);
    }
    return uses;
  };
}

const isModelName = (name: string | undefined): boolean => name !== undefined && /model|engine|deployment|fallback/i.test(name);

function useOf(model: LiteLlmModel, span: Span, settings: Settings): ModelUse {
  const provider = model.provider.sharesSlugWith ?? model.provider.prefix;
  const target = portkeyModel(model, settings);
  const own = settings.providerSlugs[model.provider.prefix] ?? settings.providerSlugs[provider] ?? null;
  if (target.kind === "mapped") return { value: model.value, span, provider, slug: target.slug, isMapped: target.slugSource !== "suggested" };
  return { value: model.value, span, provider, slug: own, isMapped: own !== null || settings.modelMap[model.value] !== undefined };
}

/** The index of the first place that does not begin before an offset. */
function firstFrom(ordered: readonly { readonly at: Span }[], offset: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.at.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
