// `npm run generate`: writes the rules' pages, their index, the table in README.md, what package.json says of rules, the schema of portkey-migrate.json,
// and the adapters' templates as data.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rules } from "../src/engine/rules/index.ts";
import { javascriptTemplate } from "./javascript-adapter.ts";
import { settingsSchema, withRuleIds } from "./manifest.ts";
import { indexPage, rulePage, withRuleTable } from "./rule-page.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = "server/docs/rules";

/** The text of every generated file by its path; `repository.test.ts` compares them with what is there. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const rule of rules) files.set(`${pages}/${rule.id}.md`, rulePage(rule, await readFile(join(root, `test/fixtures/rules/${rule.id}.md`), "utf8")));
  files.set("server/docs/README.md", indexPage(rules));
  files.set("README.md", withRuleTable(await readFile(join(root, "README.md"), "utf8"), rules, pages));
  const manifest = withRuleIds(await readFile(join(root, "package.json"), "utf8"), rules);
  files.set("package.json", manifest);
  files.set("server/docs/portkey-migrate.schema.json", settingsSchema(manifest));
  for (const name of ["python-adapter.py", "typescript-adapter.ts"]) {
    const path = `server/src/engine/adapter/${name}`;
    files.set(path.replace(/\.\w+$/, ".json"), adapterTemplate(await template(path)));
  }
  files.set("server/src/engine/adapter/javascript-adapter.json", adapterTemplate(await javascriptTemplate(await template("server/src/engine/adapter/typescript-adapter.ts"))));
  return files;
}

/** An adapter's text as projects get it: without what the first line says to those who read it here. */
const template = async (path: string): Promise<string> => (await readFile(join(root, path), "utf8")).replace(/^\/\/.*\n/, "");

/** The adapter's template as the engine can import it, which reads no files. */
const adapterTemplate = (text: string): string => `${JSON.stringify({ lines: text.trimEnd().split("\n") }, undefined, 2)}\n`;

/** Pages that no rule stands behind any more. */
export async function orphanedPages(): Promise<readonly string[]> {
  const names = await readdir(join(root, pages)).catch(() => []);
  return names.filter((name) => !rules.some(({ id }) => name === `${id}.md`)).map((name) => `${pages}/${name}`);
}

async function main(): Promise<void> {
  await mkdir(join(root, pages), { recursive: true });
  for (const path of await orphanedPages()) await rm(join(root, path));
  for (const [path, text] of await generatedFiles()) await writeFile(join(root, path), text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
