/** The slugs of all names `@slug/model` and `@slug` in a value, such as a model and the targets of a config. */
export function slugsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return /^@([\w.-]+)(?:\/|$)/.exec(value)?.slice(1) ?? [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(slugsIn) : [];
}
