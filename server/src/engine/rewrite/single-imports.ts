import type { FileFacts, TopLevelImport } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { TextEdit } from "../text/edits.ts";
import { clientModules } from "./client.ts";
import type { RewriteSource } from "./imports.ts";
import { insertion, lineBelow } from "./insertions.ts";
import { lineStart } from "./lines.ts";
import type { Printer } from "./printer.ts";

/** Whether a Python file takes each name by a statement of its own: what is taken from other packages than those that come and go says so. */
export const takesNamesOneByOne = oncePerFile(({ language, anchors }: FileFacts): boolean => {
  const clauses = new Map<number, TopLevelImport[]>();
  if (language === "python")
    for (const entry of anchors.imports) if (entry.name !== undefined && !isPassing(entry)) clauses.set(entry.statement.start, [...(clauses.get(entry.statement.start) ?? []), entry]);
  const statements = [...clauses.values()];
  const modules = new Set(statements.flatMap(([first]) => first?.module ?? []));
  return modules.size < statements.length && statements.every(({ length }) => length === 1);
});

const isPassing = ({ module }: TopLevelImport): boolean => ["litellm", ...clientModules].includes(module.split(".")[0] ?? "");

/** The statements that take names from a module as the file does. */
export const namedLines = (module: string, names: readonly string[], { facts }: RewriteSource, printer: Printer, asRequire: boolean): readonly string[] =>
  (takesNamesOneByOne(facts) ? names.map((name) => [name]) : [names]).map((each) => printer.importNames(module, each, facts.layout, asRequire));

/** Statements among those of the same module, each in its name's place of the alphabet. */
export function singleLines(existing: readonly TopLevelImport[], names: readonly string[], source: RewriteSource): TextEdit[] {
  const [first] = existing;
  if (!first) return [];
  const places = new Map<TopLevelImport | undefined, string[]>();
  for (const name of names) {
    const after = existing.filter((entry) => (entry.name ?? "") < name).at(-1);
    places.set(after, [...(places.get(after) ?? []), `from ${first.module} import ${name}`]);
  }
  return [...places].map(([after, lines]) =>
    after ? lineBelow(source, after.statement.end, lines.join("\n")) : insertion(source, lineStart(source.text, first.statement.start), lines.map((line) => `${line}\n`).join("")),
  );
}
