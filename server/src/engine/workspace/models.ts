import { readModel } from "../catalog/model-string.ts";
import type { ModelUse } from "../catalog/model-uses.ts";
import { portkeyModel } from "../catalog/portkey-model.ts";
import type { FileReport } from "../engine.ts";
import type { Settings } from "../settings.ts";
import type { SketchedModel, SketchedRequests } from "../sketch/request-sketch.ts";
import type { Span } from "../text/span.ts";

/** A model that files name, with its name in Portkey and all places that name it. */
export interface FoundModel<Place> extends Pick<SketchedModel, "portkeyName" | "slug" | "provider" | "why"> {
  readonly written: string;
  readonly places: readonly Place[];
}

/** Collects the models of files: those of their requests, and those that stand elsewhere in what was found. */
export class ModelCollection<Place> {
  readonly #models = new Map<string, FoundModel<Place> & { readonly places: Place[] }>();

  /** In the order in which they came. */
  get models(): readonly FoundModel<Place>[] {
    return [...this.#models.values()];
  }

  add({ findings }: Pick<FileReport, "findings">, { requests }: SketchedRequests, settings: Settings, placeOf: (span: Span) => Place): void {
    const written = new Map(findings.flatMap(({ models }) => models).map((use) => [use.span.start, use]));
    for (const { model, span } of requests) {
      if (model.written === null) continue;
      // What names the model of a call is a better place than the call.
      const own = [...written.values()].filter((use) => use.value === model.written);
      for (const { span: place } of own.length > 0 ? own : [{ span }]) this.#add({ ...model, written: model.written }, place, placeOf);
      for (const use of own) written.delete(use.span.start);
    }
    for (const use of written.values()) this.#add(nameOf(use, settings), use.span, placeOf);
  }

  #add({ written, portkeyName, slug, provider, why }: Omit<FoundModel<Place>, "places">, span: Span, placeOf: (span: Span) => Place): void {
    const key = JSON.stringify([written, portkeyName]);
    const known = this.#models.get(key) ?? { written, portkeyName, slug, provider, why, places: [] };
    this.#models.set(key, known);
    known.places.push(placeOf(span));
  }
}

function nameOf({ value, provider }: ModelUse, settings: Settings): Omit<FoundModel<never>, "places"> {
  const reading = readModel(value);
  const named = reading && portkeyModel(reading, settings);
  if (named?.kind !== "mapped") return { written: value, portkeyName: null, slug: "unknown", provider, why: named?.reason ?? `The provider of "${value}" is not known.` };
  const slug = named.slugSource === "setting" || named.slugSource === "model-map" ? "mapped" : named.slugSource;
  return { written: value, portkeyName: named.name, slug, provider, why: null };
}
