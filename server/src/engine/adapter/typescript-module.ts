import { neededSections, type Section } from "./adapter-sections.ts";
import { sealed } from "./adapter-state.ts";
import { type AdapterTables, conditionsOf, type Table } from "./adapter-tables.ts";
import template from "./typescript-adapter.json" with { type: "json" };
import { readTypeScriptModule, readTypeScriptSection } from "./typescript-sections.ts";
import { typescriptTables } from "./typescript-tables.ts";

const { imports, sections } = readTypeScriptModule(template.lines.join("\n"));

/** What the adapter of a TypeScript project offers of npm's `litellm`, by its names. */
export const npmNames: ReadonlySet<string> = new Set(["completion", "embedding"]);

/** The function that sends the requests of a LiteLLM proxy's client to Portkey. */
export const fetchName = "portkeyFetch";

/** What the adapter of a TypeScript project can offer at all. */
export const typescriptNames: ReadonlySet<string> = new Set([...npmNames, fetchName]);

/** The text of a TypeScript project's adapter: the same names and tables make the same text. */
export function typescriptAdapter({ names, ...tables }: AdapterTables & { readonly names: Iterable<string> }): string {
  const values = new Map(typescriptTables(tables).map((table) => [table.name, table]));
  const wanted = [...names].filter((name) => typescriptNames.has(name));
  const body = neededSections(
    sections.map((section) => withValue(section, values.get(section.name))),
    new Set(wanted),
    new Set(conditionsOf(tables)),
  );
  const words = new Set(body.flatMap(({ lines }) => lines.flatMap((line) => line.words)));
  const needed = imports.filter(({ name }) => words.has(name)).map(({ statement }) => statement);
  const paragraphs = [header, ...(needed.length > 0 ? [needed.join("\n")] : []), ...body.map(({ lines }) => lines.map(({ text }) => text).join("\n"))];
  return sealed("//", `${paragraphs.join("\n\n")}\n`);
}

const header = `/*
 * What this project uses of LiteLLM, answered through Portkey: arguments, names of models
 * and what LiteLLM's proxy does are translated. To regenerate it, run
 * \`portkey-migrate fix --strategy adapter\`; once it has been edited, it is left as it is.
 */`;

/** A variable with the value that it has in the project; what stands before the value stays. */
function withValue(section: Section, table: Table | undefined): Section {
  if (!table) return section;
  const text = section.lines.map((line) => line.text).join("\n");
  return readTypeScriptSection(text.replace(/^(const \w+ =\s)[\s\S]*$/m, (_, target) => `${target}${table.value}`));
}
