import type { Binding } from "../facts/facts.ts";
import type { TextEdit } from "../text/edits.ts";
import { configPrefix } from "./config-name.ts";
import type { RewriteSource } from "./imports.ts";
import { lineStart, nextLine } from "./lines.ts";
import { type ConfigRecord, configText } from "./portkey-config.ts";

/** A config that a fix wants as a constant of the module, with a name that says what it is for. */
export interface AskedConfig {
  readonly name: string;
  readonly config: ConfigRecord;
}

/** A constant that holds a config. */
export interface ConfigConstant {
  readonly name: string;
  /** Its value as it is written. */
  readonly text: string;
  readonly isThere: boolean;
}

/**
 * The constants of a file's configs by `keyOf` them: one for equal configs, and a number behind a name that another config has.
 * `asked` are those of all fixes that the file is offered, in source order, so that the choice decides nothing.
 */
export function planConstants(asked: readonly AskedConfig[], source: RewriteSource): ReadonlyMap<string, ConfigConstant> {
  const { layout, anchors, bindings } = source.facts;
  const planned = new Map<string, ConfigConstant>();
  const names = new Set<string>();
  for (const { name: stem, config } of asked) {
    if (planned.has(keyOf({ name: stem, config }))) continue;
    for (let number = 1; ; number++) {
      const name = number === 1 ? stem : `${stem}_${number}`;
      if (names.has(name)) continue;
      const text = configText(config, { language: source.facts.language, layout, indent: "", column: definitionOf(name, "", source).length, textOf: () => "" });
      const isThere = bindings.some((binding) => isConstant(binding, name) && writtenValue(binding, source) === text);
      if (!isThere && anchors.uses(name)) continue;
      names.add(name);
      planned.set(keyOf({ name: stem, config }), { name, text, isThere });
      break;
    }
  }
  return planned;
}

/** A constant's definition in the file's language, without a line break. */
const definitionOf = (name: string, value: string, { facts }: RewriteSource): string =>
  facts.language === "python" ? `${name} = ${value}` : `const ${name} = ${value}${facts.layout.semicolons ? ";" : ""}`;

/** What tells one asked config from another. */
export const keyOf = ({ name, config }: AskedConfig): string => `${name} ${JSON.stringify(config)}`;

const isConstant = (binding: Binding, name: string): boolean => binding.name === name && binding.isModuleConstant && binding.initial !== undefined;

const writtenValue = ({ initial }: Binding, { text, facts }: RewriteSource): string | undefined => initial && text.slice(initial.span.start, initial.span.end).replaceAll(facts.layout.newline, "\n");

/** Definitions of constants that go between those the file has, in the order of their names; `first` are those for which it has none yet. */
export function definitionsOf(missing: readonly ConfigConstant[], source: RewriteSource): { readonly edits: readonly TextEdit[]; readonly first: readonly string[]; readonly end: number | undefined } {
  const { text, facts } = source;
  const there = facts.bindings
    .filter((binding) => binding.name.startsWith(configPrefix) && isConstant(binding, binding.name))
    .map(({ name, declarations, initial }) => ({ name, start: lineStart(text, declarations[0]?.start ?? 0), end: nextLine(text, initial?.span.end ?? 0) }))
    .sort((a, b) => a.start - b.start);
  const sorted = [...missing].sort((a, b) => byName(a.name, b.name));
  const lines = sorted.map(({ name, text: value }) => ({ name, line: `${definitionOf(name, value, source)}\n` }));
  const last = there.at(-1);
  if (!last) return { edits: [], first: sorted.map(({ name, text: value }) => definitionOf(name, value, source)), end: undefined };
  const places = new Map<number, string>();
  for (const { name, line } of lines) {
    const at = there.find((other) => byName(name, other.name) < 0)?.start ?? last.end;
    places.set(at, (places.get(at) ?? "") + line);
  }
  return { edits: [...places].map(([at, added]) => ({ span: { start: at, end: at }, text: added.replaceAll("\n", facts.layout.newline) })), first: [], end: last.end };
}

/** Numbers behind a name count as numbers. */
const byName = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
