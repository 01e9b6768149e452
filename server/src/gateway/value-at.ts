import { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";

/** A copy of a body with a value at a path such as `messages[0].content`; a placeholder there is replaced inside its text. */
export function withValue(body: JsonObject, path: string, value: Json, placeholder: string | null): JsonObject {
  const steps = [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  const set = (at: Json | undefined, rest: readonly (string | number)[]): Json => {
    const [step, ...further] = rest;
    if (step === undefined) return typeof at === "string" && placeholder !== null && typeof value === "string" ? at.replace(placeholder, () => value) : value;
    if (typeof step === "number") {
      const list = Array.isArray(at) ? [...at] : [];
      list[step] = set(list[step], further);
      return Array.from(list, (each) => each ?? null);
    }
    // A name such as `__proto__` is a key like any other.
    const entries = new Map(typeof at === "object" && at !== null && !Array.isArray(at) ? Object.entries(at) : []);
    entries.set(step, set(entries.get(step), further));
    return Object.fromEntries(entries);
  };
  const whole = set(body, steps);
  return isJsonObject(whole) ? whole : body;
}
