import type { Layout } from "../text/layout.ts";

/** A string literal in the file's quotes; Python and TypeScript escape alike what may stand in one. */
export function quoted(value: string, { quote }: Layout): string {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}
