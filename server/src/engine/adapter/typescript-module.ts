import type { Module } from "./adapter-sections.ts";
import { neededSections, type Section } from "./adapter-sections.ts";
import { sealed } from "./adapter-state.ts";
import { type AdapterTables, conditionsOf, type Table } from "./adapter-tables.ts";
import javascriptTemplate from "./javascript-adapter.json" with { type: "json" };
import template from "./typescript-adapter.json" with { type: "json" };
import { readTypeScriptModule, readTypeScriptSection } from "./typescript-sections.ts";
import { typescriptTables } from "./typescript-tables.ts";

/** How the module of a project is written: in TypeScript, or in JavaScript by either system of modules. */
export type ScriptForm = "typescript" | "module" | "commonjs";

const typescript = readTypeScriptModule(template.lines.join("\n"));

/** Read when a project asks for it. */
let javascript: Module | undefined;

function templateOf(form: ScriptForm): Module {
  if (form === "typescript") return typescript;
  javascript ??= readTypeScriptModule(javascriptTemplate.lines.join("\n"));
  return javascript;
}

/** What the adapter of a TypeScript project offers of npm's `litellm`, by its names. */
export const npmNames: ReadonlySet<string> = new Set(["completion", "embedding"]);

/** The function that sends the requests of a LiteLLM proxy's client to Portkey. */
export const fetchName = "portkeyFetch";

/** What the adapter of a TypeScript project can offer at all. */
export const typescriptNames: ReadonlySet<string> = new Set([...npmNames, fetchName]);

/** The text of a TypeScript or JavaScript project's adapter: the same names and tables make the same text. */
export function typescriptAdapter({ names, ...tables }: AdapterTables & { readonly names: Iterable<string> }, form: ScriptForm = "typescript"): string {
  const { imports, sections } = templateOf(form);
  const values = new Map(typescriptTables(tables).map((table) => [table.name, table]));
  const wanted = [...names].filter((name) => typescriptNames.has(name));
  const body = neededSections(
    sections.map((section) => withValue(section, values.get(section.name), form)),
    new Set(wanted),
    new Set(conditionsOf(tables)),
  );
  const words = new Set(body.flatMap(({ lines }) => lines.flatMap((line) => line.words)));
  const needed = imports.filter(({ name }) => words.has(name)).map(({ statement }) => statement);
  const paragraphs = [...(needed.length > 0 ? [needed.join("\n")] : []), ...body.map(({ lines }) => lines.map(({ text }) => text).join("\n"))];
  const code = form === "commonjs" ? asCommonJs(paragraphs) : paragraphs;
  return sealed("//", `${[header, ...code].join("\n\n")}\n`);
}

/** A module as programs require it: `openai` by the class's name, as its declarations have it. */
function asCommonJs(paragraphs: readonly string[]): string[] {
  const exported = paragraphs.flatMap((paragraph) => /^export (?:async )?function (\w+)/m.exec(paragraph)?.[1] ?? []);
  const code = paragraphs.map((paragraph) => paragraph.replace(/^import OpenAI from "openai";$/m, 'const { OpenAI } = require("openai");').replace(/^export /m, ""));
  return [...code, `module.exports = { ${exported.join(", ")} };`];
}

const header = `/*
 * What this project uses of LiteLLM, answered through Portkey: arguments, names of models
 * and what LiteLLM's proxy does are translated. To regenerate it, run
 * \`portkey-migrate fix --strategy adapter\`; once it has been edited, it is left as it is.
 */`;

/** A variable with the value that it has in the project; what stands before the value stays. */
function withValue(section: Section, table: Table | undefined, form: ScriptForm): Section {
  if (!table) return section;
  const text = section.lines.map((line) => line.text).join("\n");
  return readTypeScriptSection(text.replace(/^(const \w+ =\s)[\s\S]*$/m, (_, target) => `${target}${form === "typescript" ? table.value : table.value.replace(/^new Map<[^(]*>/, "new Map")}`));
}
