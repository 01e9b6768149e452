// Marker lines of fixtures (`#   ^^^ rule-id`), which neither the engine nor a reader of a rule page is shown.

const markerLine = /^[ \t]*(?:#|\/\/)?[ \t]*\^+…?[ \t]+[a-z][a-z0-9-]*(?:[ \t]+\^+…?[ \t]+[a-z][a-z0-9-]*)*[ \t]*\r?\n?$/;

/** Whether a line only names ranges of the line above it; no line of Python or TypeScript looks like one. */
export const isMarkerLine = (line: string): boolean => markerLine.test(line);

/** A fixture's code as it is given to the engine. */
export const withoutMarkerLines = (code: string): string =>
  code
    .split(/(?<=\n)/)
    .filter((line) => !isMarkerLine(line))
    .join("");
