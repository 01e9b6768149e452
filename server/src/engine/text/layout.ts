/** How a file is written: new code copies it. */
export interface Layout {
  readonly newline: "\n" | "\r\n" | "\r";
  /** One level: spaces or a tab. */
  readonly indent: string;
  readonly quote: '"' | "'";
  /** TypeScript: statements end in `;`. */
  readonly semicolons: boolean;
}

const mostCommon = <T>(values: Iterable<T>, otherwise: T): T => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = otherwise;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
};

const indentPattern = /^([ \t]+)\S/gm;
const quotePattern = /(?<![\w"'])["'](?!["'])/g;

/** Reads the layout off a text; in doubt the language's custom (four spaces and `"` in Python, two and `"` in TypeScript). */
export function layoutOf(text: string, language: "python" | "typescript"): Layout {
  const newline = mostCommon((text.match(/\r\n|\r|\n/g) ?? []) as ("\n" | "\r\n" | "\r")[], "\n");
  const indents = [...text.matchAll(indentPattern)].map((match) => match[1] ?? "");
  const unit = indents.some((indent) => indent.startsWith("\t"))
    ? "\t"
    : " ".repeat(indents.reduce((smallest, { length }) => (length >= 2 ? Math.min(smallest, length) : smallest), 9) % 9 || (language === "python" ? 4 : 2));
  const quotes = mostCommon((text.match(quotePattern) ?? []) as ('"' | "'")[], '"');
  return { newline, indent: unit, quote: quotes, semicolons: /;[ \t]*$/m.test(text) || !/\n/.test(text.trim()) };
}
