import type { SourceMap } from "node:module";

/** A text in which each place of a built program (`dist/server.js:12:345`) is that of the source it was built from; places that no map knows stay. */
export function readableStack(text: string, mapOf: (program: string) => SourceMap | undefined): string {
  return text.replace(/[^\s()]*\bdist[/\\](client|server|cli)\.js:(\d+):(\d+)/g, (place, program: string, line: string, column: string) => {
    // a stack counts from one
    const entry = mapOf(program)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !("originalSource" in entry)) return place;
    return `${entry.originalSource.replace(/^(?:\.\.\/)+/, "")}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
