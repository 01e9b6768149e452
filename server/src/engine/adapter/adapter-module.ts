import { catalog } from "../catalog/catalog.ts";
import { type Import, neededSections, type Section } from "./adapter-sections.ts";
import { sealed } from "./adapter-state.ts";
import { type AdapterTables, conditionsOf, type Table } from "./adapter-tables.ts";
import template from "./python-adapter.json" with { type: "json" };
import { readModule, readSection } from "./python-sections.ts";
import { tablesOf } from "./python-tables.ts";

/** What a project's adapter has to offer. */
export interface AdapterOptions extends AdapterTables {
  /** LiteLLM's names that the project uses, without the package, and `adapterHelpers`; what the adapter does not have is left out. */
  readonly names: Iterable<string>;
  /** The project catches errors by the classes of its own `openai` package too. */
  readonly catchesOpenAiErrors?: boolean;
}

const text = template.lines.join("\n");
const plain = readModule(text);

/** The template whose errors are also those of the project's own `openai`. */
const withOwnOpenAi = () =>
  readModule(text.replace(/^(class \w+)\((?:(\w+), )?openai\.(\w+)\):$/gm, (_, head, mixin, error) => classLine(head, [mixin ?? [], `openai.${error}`, `own_openai.${error}`].flat())));

/** Broken as Python's formatters do where it is longer than 88 characters. */
function classLine(head: string, bases: readonly string[]): string {
  const line = `${head}(${bases.join(", ")}):`;
  if (line.length <= 88) return line;
  const inner = `    ${bases.join(", ")}`;
  return `${head}(\n${inner.length <= 88 ? inner : bases.map((base) => `    ${base},`).join("\n")}\n):`;
}

/** The function that names a dynamic model in Portkey; no name of LiteLLM. */
export const modelHelper = "portkey_model";

/** The function that tells what an answer has cost, as LiteLLM does in a field of the answer. */
export const costHelper = "answer_cost";

/** What the adapter has beside LiteLLM's names. */
export const adapterHelpers: ReadonlySet<string> = new Set([modelHelper, costHelper]);

/** What the adapter offers of LiteLLM, by LiteLLM's own names. */
export const adapterNames: ReadonlySet<string> = new Set(plain.sections.map(({ name }) => name).filter((name) => /^[A-Za-z]/.test(name) && !adapterHelpers.has(name) && !/^[A-Z_]+$/.test(name)));

const libraries = new Map<string, readonly string[]>();

/** The packages besides Portkey's that a name of the adapter is built on, by their names on PyPI: a project has to add them. Looked up when it is asked for. */
export function librariesOf(name: string): readonly string[] {
  const known = libraries.get(name) ?? (adapterNames.has(name) || adapterHelpers.has(name) ? findLibraries(name) : []);
  libraries.set(name, known);
  return known;
}

function findLibraries(name: string): readonly string[] {
  const words = new Set(neededSections(plain.sections, new Set([name]), new Set()).flatMap(({ lines }) => lines.flatMap((line) => line.words)));
  return catalog.packagesOf(new Set(catalog.libraryModules.filter((module) => words.has(module))), "python");
}

const routerSection = plain.sections
  .find(({ name }) => name === "Router")
  ?.lines.map(({ text }) => text)
  .join("\n");

/** What the adapter's Router takes, and what it can be asked for: a part of LiteLLM's. */
export const adapterRouter = {
  arguments: new Set([...(routerSection?.split(") -> None")[0] ?? "").matchAll(/^ {8}(\w+): /gm)].flatMap(([, name]) => name ?? [])) as ReadonlySet<string>,
  members: new Set(
    [...(routerSection ?? "").matchAll(/^ {4}(?:async )?def ([a-z]\w*)\(|^ {8}self\.([a-z]\w*) = /gm)].flatMap(([, method, attribute]) => method ?? attribute ?? []),
  ) as ReadonlySet<string>,
};

const errorNames = plain.sections.filter(({ name, lines }) => adapterNames.has(name) && lines[0]?.words.some((word) => /^_(?:LiteLLM|ModelFirst)Error$/.test(word))).map(({ name }) => name);

/** The text of a project's adapter: the same names and tables make the same text. */
export function adapterModule({ names, catchesOpenAiErrors = false, ...tables }: AdapterOptions): string {
  const source = catchesOpenAiErrors ? withOwnOpenAi() : plain;
  const values = new Map(tablesOf(tables).map((table) => [table.name, table]));
  const sections = source.sections.map((section) => withValue(section, values.get(section.name)));
  const wanted = [...names, ...(catchesOpenAiErrors ? errorNames : [])].filter((name) => adapterNames.has(name) || adapterHelpers.has(name));
  const body = neededSections(sections, new Set(wanted), new Set(conditionsOf(tables)));
  const words = new Set(body.flatMap(({ lines }) => lines.flatMap((line) => line.words)));
  const imports = importText(source.imports.filter(({ name }) => words.has(name)));
  return sealed("#", `${header}${imports === "" ? "" : `\n\n${imports}`}${bodyText(body)}\n`);
}

const header = `"""LiteLLM's functions by their own names, answered through Portkey.

It holds what this project uses of LiteLLM and translates arguments, names of models,
answers and errors. To regenerate it, run \`portkey-migrate fix --strategy adapter\`;
once it has been edited, it is left as it is.
"""`;

/** A variable with the value that it has in the project; what stands before the value stays. */
function withValue(section: Section, table: Table | undefined): Section {
  if (!table) return section;
  const text = section.lines.map((line) => line.text).join("\n");
  return readSection(text.replace(/^(\w+(?:: [^=]+)? = )[\s\S]*$/m, (_, target) => `${target}${table.value}`));
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
const bodyText = (sections: readonly Section[]): string =>
  sections.map(({ isBlock, lines }, index) => `${isBlock || sections[index - 1]?.isBlock ? "\n\n\n" : "\n\n"}${lines.map((line) => line.text).join("\n")}`).join("");
