import type { Node } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import { bySource } from "../text/span.ts";
import type { ImportDraft, LanguageReader } from "./language.ts";
import { perStatement } from "./per-statement.ts";

/** Words that stand in a statement of the module's own level, but in no import there. */
const wordsNotImportedIn = perStatement(() => new Set<string>());

/** Imports of what is wanted, each statement once, in source order; the module of each has one of the words in it. */
export function* importDrafts(root: Node, reader: LanguageReader, words: readonly string[], isWanted: (path: string) => boolean): Steps<ImportDraft[]> {
  const drafts = new Map<number, ImportDraft>();
  for (const word of words) {
    for (const draft of yield* draftsWith(root, reader, word)) {
      if (drafts.has(draft.node.id)) continue;
      const names = draft.names.filter(({ path }) => isWanted(path));
      if (names.length > 0 || (isWanted(draft.fact.module) && draft.names.length === 0)) drafts.set(draft.node.id, { ...draft, names });
    }
  }
  return [...drafts.values()].sort((a, b) => bySource(a.fact.span, b.fact.span));
}

/** Imports from some modules, their parts (`google.genai` of `google`) and what is called after them (`google_genai`). */
export const importsFrom = (root: Node, reader: LanguageReader, modules: readonly string[]): Steps<ImportDraft[]> =>
  importDrafts(root, reader, modules, (path) => modules.some((name) => path.startsWith(name) && /^(?:[._]|$)/.test(path.slice(name.length))));

/** Whatever imports a word; a module is imported once and called many times, and most statements need not be asked again. */
function* draftsWith(root: Node, reader: LanguageReader, word: string): Steps<ImportDraft[]> {
  const found: ImportDraft[] = [];
  let statement: Node | undefined;
  let isImported = false;
  const leave = (): void => {
    if (statement && !isImported) wordsNotImportedIn(statement).add(word);
  };
  for (const { start, end } of root.tree.lookUp.text(word)) {
    if (!statement || start >= statement.endIndex) {
      leave();
      [statement, isImported] = [root.childAround(start), false];
    }
    if (statement && wordsNotImportedIn(statement).has(word)) continue;
    yield;
    const draft = reader.importAt(root.descendantForIndex(start, end));
    if (!draft) continue;
    isImported = true;
    found.push(draft);
  }
  leave();
  return found;
}
