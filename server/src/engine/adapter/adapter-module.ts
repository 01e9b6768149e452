import { sealed } from "./adapter-state.ts";
import template from "./python-adapter.json" with { type: "json" };
import { type Import, readModule, type Section } from "./python-sections.ts";
import { type AdapterTables, conditions, tableSections } from "./python-tables.ts";

/** What a project's adapter has to offer. */
export interface AdapterOptions extends AdapterTables {
  /** LiteLLM's names that the project uses, without the package, and `modelHelper`; what the adapter does not have is left out. */
  readonly names: Iterable<string>;
}

const source = readModule(template.lines.join("\n"));

/** The function that names a dynamic model in Portkey; no name of LiteLLM. */
export const modelHelper = "portkey_model";

/** What the adapter offers of LiteLLM, by LiteLLM's own names. */
export const adapterNames: ReadonlySet<string> = new Set(source.sections.map(({ name }) => name).filter((name) => /^[A-Za-z]/.test(name) && name !== modelHelper && !/^[A-Z_]+$/.test(name)));

/** The text of a project's adapter: the same names and tables make the same text. */
export function adapterModule({ names, ...tables }: AdapterOptions): string {
  const written = new Map(tableSections(tables).map((section) => [section.name, section]));
  const sections = source.sections.map((section) => written.get(section.name) ?? section);
  const wanted = [...names].filter((name) => adapterNames.has(name) || name === modelHelper);
  const present = presentNames(sections, new Set([...wanted, ...conditions(tables)]));
  const body = sections.filter(({ name }) => present.has(name));
  const imports = source.imports.filter(({ name }) => body.some((section) => linesIn(section, present).some(({ words }) => words.includes(name))));
  return sealed(`${header}\n\n${importText(imports)}${bodyText(body, present)}\n`);
}

const header = `"""LiteLLM's functions by their own names, answered through Portkey.

It holds what this project uses of LiteLLM and translates arguments, names of models,
answers and errors. To regenerate it, run \`portkey-migrate fix --strategy adapter\`;
once it has been edited, it is left as it is.
"""`;

const linesIn = (section: Section, present: ReadonlySet<string>) => section.lines.filter(({ when }) => when === undefined || present.has(when));

/** The names from which nothing leads to one that is not among them. */
function presentNames(sections: readonly Section[], wanted: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set(sections.map(({ name }) => name));
  const present = new Set(wanted);
  for (let before = -1; before < present.size; ) {
    before = present.size;
    const words = sections.filter(({ name }) => present.has(name)).flatMap((section) => linesIn(section, present).flatMap((line) => line.words));
    for (const word of words) if (names.has(word)) present.add(word);
  }
  return present;
}

function importText(imports: readonly Import[]): string {
  const groups = new Map<number, Map<string, string[]>>();
  for (const { group, statement, name } of imports) {
    const statements = groups.get(group) ?? new Map<string, string[]>();
    groups.set(group, statements.set(statement, [...(statements.get(statement) ?? []), name]));
  }
  const line = ([statement, names]: [string, string[]]): string => (statement.startsWith("from ") ? `${statement} ${names.join(", ")}` : statement);
  return [...groups.values()].map((statements) => [...statements].map(line).join("\n")).join("\n\n");
}

/** Two empty lines around functions and classes, one between the rest, as formatters write them. */
function bodyText(sections: readonly Section[], present: ReadonlySet<string>): string {
  return sections
    .map((section, index) => {
      const isApart = section.isBlock || sections[index - 1]?.isBlock;
      const text = linesIn(section, present).map((line) => line.text);
      return `${isApart ? "\n\n\n" : "\n\n"}${text.join("\n")}`;
    })
    .join("");
}
