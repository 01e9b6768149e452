import type { Span } from "../text/span.ts";
import type { RewriteSource } from "./imports.ts";
import { lineStart, nextLine } from "./lines.ts";
import { freeName } from "./names.ts";

/** An import of Python that stands behind another one, or in its place where that goes. */
export interface AddedImport {
  readonly behind: Span;
  readonly line: string;
}

/** The statement that imports a module under a name. */
export function moduleImport(module: string, local: string): string {
  const { folder, stem } = partsOf(module);
  const alias = local === stem ? "" : ` as ${local}`;
  return folder === undefined ? `import ${stem}${alias}` : `from ${folder} import ${stem}${alias}`;
}

/** The name that a file has, or gets, for a module whose own name it may use for something else. */
export function localModuleName({ text, facts }: RewriteSource, module: string): string {
  const { folder, stem } = partsOf(module);
  const known = facts.anchors.imports.find((entry) => entry.module === folder && entry.name === stem && entry.statement.end <= facts.anchors.afterImports);
  if (known) return known.local;
  const plain = moduleImport(module, stem);
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  if (lines.includes(plain)) return stem;
  const alias = lines.find((line) => line.startsWith(`${plain} as ${stem}_module`));
  if (alias !== undefined) return alias.slice(plain.length + 4);
  // Imports of its names, or of itself as something else, and what names it in strings, say nothing of what the name stands for.
  const others = lines.filter((line) => !line.startsWith(`from ${module} import `) && !line.startsWith(`${plain} as `)).join("\n");
  return freeName([stem, `${stem}_module`], (name) => new RegExp(`(?<![.\\w"'])${name}\\b`).test(others));
}

/** A module's own name, and what it is imported from: a package, or the dots of a relative import. */
export function partsOf(module: string): { readonly folder: string | undefined; readonly stem: string } {
  const stem = module.slice(module.lastIndexOf(".") + 1);
  const folder = module.slice(0, module.length - stem.length);
  return { folder: folder === "" ? undefined : /^\.+$/.test(folder) ? folder : folder.slice(0, -1), stem };
}

/** The imports by where the statement starts that they stand behind, each once, without those that stand there already. */
export function importsBehind({ text, facts }: RewriteSource, added: readonly AddedImport[]): Map<number, { readonly behind: Span; readonly lines: readonly string[] }> {
  const places = new Map<number, { behind: Span; lines: string[] }>();
  for (const { behind, line } of added) {
    const place = places.get(behind.start) ?? { behind, lines: [] };
    places.set(behind.start, place);
    const below = nextLine(text, behind.end);
    const isBelow = text.slice(below, nextLine(text, below)).trim() === line;
    const isAtTop = indentationOf(text, behind) === "" && facts.anchors.imports.some(({ statement }) => text.slice(statement.start, statement.end) === line);
    if (!place.lines.includes(line) && !isBelow && !isAtTop) place.lines.push(line);
  }
  for (const { lines } of places.values()) lines.sort();
  return places;
}

/** What stands before a statement on its line, where that is nothing but its indentation. */
export const indentationOf = (text: string, { start }: Span): string => /^\s*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? "";
