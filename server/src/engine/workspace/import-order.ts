/** What is asked about the files of a workspace. */
export interface ImportingModules {
  /** The files that a file imports. */
  importsOf(uri: string): readonly string[];
  /** The files that may import a file. */
  importersOf(uri: string): Iterable<string>;
  /** Changes with what a file gives to others. */
  exportsVersionOf(uri: string): number;
  /** Whether an analysis of a file would be told something else than the last one was. */
  isStale(uri: string): boolean;
}

/**
 * The files that are due, each once and after those that it imports, as far as imports lead round in no circle: it is then analyzed when
 * it is known what the others give. Where one gives something else than before when the next is asked for, those that import it are due too.
 */
export function* inImportOrder(modules: ImportingModules, due: readonly string[]): Iterable<string> {
  const isDue = new Set(due);
  const rankOf = importRanks((uri) => modules.importsOf(uri));
  // whatever order they are named in
  const known = new Set([...isDue].sort());
  for (const uri of known) rankOf(uri);
  /** Those to come, the last ones first. */
  const waiting = [...known].sort((a, b) => rankOf(b) - rankOf(a));
  for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
    if (!isDue.has(uri) && !modules.isStale(uri)) continue;
    const before = modules.exportsVersionOf(uri);
    yield uri;
    if (modules.exportsVersionOf(uri) === before) continue;
    for (const importer of modules.importersOf(uri)) {
      if (known.has(importer)) continue;
      known.add(importer);
      let place = waiting.length;
      while (place > 0 && rankOf(waiting[place - 1] ?? "") < rankOf(importer)) place--;
      waiting.splice(place, 0, importer);
    }
  }
}

/** Numbers files as they are asked for, those that one imports before it. */
function importRanks(importsOf: (uri: string) => readonly string[]): (uri: string) => number {
  const ranks = new Map<string, number>();
  const begun = new Set<string>();
  return (first) => {
    // by hand, for chains of imports are longer than calls may lie in each other
    const path: { readonly uri: string; readonly imports: Iterator<string> }[] = [];
    const enter = (uri: string): void => {
      if (begun.has(uri)) return;
      begun.add(uri);
      path.push({ uri, imports: importsOf(uri)[Symbol.iterator]() });
    };
    enter(first);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.imports.next();
      if (!next.done) enter(next.value);
      else {
        ranks.set(top.uri, ranks.size);
        path.pop();
      }
    }
    return ranks.get(first) ?? 0;
  };
}
