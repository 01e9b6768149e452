/** Files after those that they import, as far as imports lead round in no circle, and else as they come: each is then analyzed when it is known what the others give. */
export function inImportOrder(uris: readonly string[], importsOf: (uri: string) => readonly string[]): string[] {
  const wanted = new Set(uris);
  const ordered = new Set<string>();
  const begun = new Set<string>();
  for (const first of uris) {
    // by hand, for chains of imports are longer than calls may lie in each other
    const path: { readonly uri: string; readonly imports: Iterator<string> }[] = [];
    const enter = (uri: string): void => {
      if (!wanted.has(uri) || begun.has(uri)) return;
      begun.add(uri);
      path.push({ uri, imports: importsOf(uri)[Symbol.iterator]() });
    };
    enter(first);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.imports.next();
      if (!next.done) enter(next.value);
      else {
        ordered.add(top.uri);
        path.pop();
      }
    }
  }
  return [...ordered];
}
