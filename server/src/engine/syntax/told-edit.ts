/** A part of a text, and where what replaced it ends; offsets are UTF-16. */
interface ToldEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/**
 * What Python's grammar is told of an edit, so that it reuses what stands behind it. In front of a line break stand the tokens that end a statement and a
 * block; they have no length, so the parser takes an edit right before them for one of them, and as its scanner then is in another state, it leaves out
 * whatever begins at that place: of typing at the end of a block it reads the whole rest of the text (`ts_parser__reuse_node`, web-tree-sitter 0.27.1).
 * An edit of the end of a word is told one character sooner. The word is read anew just the same, and what comes behind it is as far away as it was.
 */
export function toldEdit(before: string, start: number, oldEnd: number, text: string): ToldEdit {
  const isEndOfLine = oldEnd === before.length || before[oldEnd] === "\n" || before[oldEnd] === "\r";
  // two characters that stay, so that the word begins in front of what is told
  const distance = isEndOfLine && start >= 2 && /^\w+$/.test(before.slice(start - 2, oldEnd) + text) ? 1 : 0;
  return { start: start - distance, oldEnd: oldEnd - distance, newEnd: start + text.length - distance };
}
