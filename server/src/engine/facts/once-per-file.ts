import type { FileFacts } from "./facts.ts";

/** Works something out of a file's facts once, since facts are never changed; what else it is given has to be the same for all who ask. */
export function oncePerFile<T, Given extends readonly unknown[]>(read: (facts: FileFacts, ...given: Given) => T): (facts: FileFacts, ...given: Given) => T {
  const known = new WeakMap<FileFacts, { readonly value: T }>();
  return (facts, ...given) => {
    let worked = known.get(facts);
    if (!worked) {
      worked = { value: read(facts, ...given) };
      known.set(facts, worked);
    }
    return worked.value;
  };
}
