import { nearestFew } from "../engine/text/nearest.ts";

/** `@slug/model` in its parts; undefined for a name without a slug. */
export function slugged(name: string | null): { readonly slug: string; readonly model: string } | undefined {
  const [, slug, model] = /^@([^/]+)\/(.+)$/.exec(name ?? "") ?? [];
  return slug === undefined || model === undefined ? undefined : { slug, model };
}

/** The three names of a catalog that a wrong one most likely means: the same model of another slug first, then similar ones. */
export function likelyModels(name: string | null, models: readonly string[]): readonly string[] {
  if (name === null) return [];
  const wanted = slugged(name)?.model ?? name.slice(name.indexOf("/") + 1);
  const same = models.filter((each) => slugged(each)?.model === wanted && each !== name);
  const ofSlug = slugged(name) ? models.filter((each) => slugged(each)?.slug === slugged(name)?.slug) : [];
  return [
    ...new Set([
      ...same,
      ...nearestFew(name, models, 3),
      ...nearestFew(
        wanted,
        ofSlug.map((each) => slugged(each)?.model ?? ""),
        3,
      ).map((model) => `@${slugged(name)?.slug}/${model}`),
    ]),
  ]
    .filter((each) => each !== name)
    .slice(0, 3);
}
