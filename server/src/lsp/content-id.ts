/** Sums of a text's characters, in two halves with different bases, so that a file's own history does not collide by chance. */
interface Sums {
  readonly a: number;
  readonly b: number;
}

/** Names a value of JSON by what it says, so that the name holds across restarts. */
export function contentId(value: unknown): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  const mix = (moreA: number, moreB: number): void => {
    a = Math.imul(a ^ moreA, 0x01000193);
    b = Math.imul(b ^ moreB, 0x811c9dc5) + 1;
  };
  const add = (sums: Sums): void => mix(sums.a, sums.b);
  const visit = (each: unknown): void => {
    if (typeof each === "number") mix(each, each);
    else if (typeof each === "string") add(sumsOf(each));
    else if (Array.isArray(each)) {
      mix(each.length, 1);
      for (const item of each) visit(item);
    } else if (typeof each === "object" && each !== null) {
      // without the list of pairs that `Object.entries` would make for each
      for (const key in each) {
        const item: unknown = (each as Readonly<Record<string, unknown>>)[key];
        if (item === undefined) continue;
        add(sumsOf(key));
        visit(item);
      }
      mix(2, 3);
    } else add(sumsOf(String(each)));
  };
  visit(value);
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

/** Messages are long and few, and are named anew at each keystroke. */
const known = new Map<string, Sums>();
const mostKnown = 2000;

function sumsOf(text: string): Sums {
  let sums = known.get(text);
  if (sums) return sums;
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // FNV-1a
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x811c9dc5) + i;
  }
  sums = { a, b };
  if (known.size >= mostKnown) known.clear();
  known.set(text, sums);
  return sums;
}
