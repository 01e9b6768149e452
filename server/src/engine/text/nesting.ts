/**
 * How deep the brackets of a text are nested, as far as counting tells: brackets in strings and comments count too,
 * where they rarely fail to be closed. One pass, for texts that no parser should be given unseen.
 */
export function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let position = 0; position < text.length; position++) {
    switch (text.charCodeAt(position)) {
      case 40: // (
      case 91: // [
      case 123: // {
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 41: // )
      case 93: // ]
      case 125: // }
        if (depth > 0) depth -= 1;
        break;
    }
  }
  return deepest;
}

/** By how much a change can deepen the nesting of a text at most: by each bracket that it opens, and each one less that closes. */
export function deepenedBy(removed: string, inserted: string): number {
  return count(inserted, /[([{]/g) + count(removed, /[)\]}]/g);
}

const count = (text: string, brackets: RegExp): number => text.match(brackets)?.length ?? 0;
