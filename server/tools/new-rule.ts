// `npm run new-rule litellm-moderation`: the rule's file, its fixture and its line in rules/index.ts.
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folders of rules; an id starts with one of their words. */
const folders: readonly (readonly [word: string, folder: string])[] = [
  ["litellm", "litellm"],
  ["openai", "openai"],
  ["azure", "azure"],
  ["bedrock", "bedrock"],
  ["portkey", "portkey"],
  ["suppression", "suppression"],
];

/** The exported name of a rule: `litellm-model-string` → `liteLlmModelString`. */
export const exportedName = (id: string): string => id.replace(/^litellm(?=-)/, "liteLlm").replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The files of a new rule by path, with rules/index.ts extended; throws on an id that is no rule's. */
export function newRuleFiles(id: string, index: string): ReadonlyMap<string, string> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) throw new Error(`"${id}" is no rule id: say in kebab case what the code uses today, such as litellm-moderation`);
  const folder = folders.find(([word]) => id.startsWith(`${word}-`))?.[1] ?? "project";
  const name = exportedName(id);
  return new Map([
    [`server/src/engine/rules/${folder}/${id}.ts`, ruleText(id, name)],
    [`test/fixtures/rules/${id}.md`, fixtureText(id)],
    ["server/src/engine/rules/index.ts", extendIndex(index, name, `./${folder}/${id}.ts`)],
  ]);
}

/** Puts a rule last in the list and its import where sorted imports want it. */
function extendIndex(index: string, name: string, path: string): string {
  if (index.includes(`"${path}"`)) throw new Error(`rules/index.ts already lists ${path}`);
  const lines = index.split("\n");
  const isRuleImport = (line: string) => /^import \{ \w+ \} from "\.\/.*";$/.test(line);
  const pathOf = (line: string) => /"(.*)"/.exec(line)?.[1] ?? "";
  const later = lines.findIndex((line) => isRuleImport(line) && pathOf(line) > path);
  lines.splice(later < 0 ? lines.map(isRuleImport).lastIndexOf(true) + 1 : later, 0, `import { ${name} } from "${path}";`);
  const list = lines.findIndex((line) => /^export const rules\b.*\[/.test(line));
  if (list < 0) throw new Error(`rules/index.ts holds no "export const rules … = ["`);
  const opening = lines[list] ?? "";
  if (/\];$/.test(opening)) lines[list] = opening.replace(/,?\s*\];$/, `, ${name}];`);
  else lines.splice(lines.indexOf("];", list), 0, `  ${name},`);
  return lines.join("\n");
}

/** The function that a rule's first word and the rest of its id suggest: `litellm-moderation` → `litellm.moderation`. */
function suggestedPath(id: string): readonly [module: string, name: string] {
  const [module = "", ...rest] = id.split("-");
  return [module, rest.join("_")];
}

const ruleText = (id: string, name: string): string => `import { defineRule } from "../rule.ts";

/** Says what the name cannot: which places of a program this rule is about. */
export const ${name} = defineRule({
  id: "${id}",
  title: "A noun phrase for what is flagged",
  why: "Why it matters, in a sentence or two.",
  languages: ["python"],
  severity: "warning",
  minutesByHand: 2,

  *detect({ facts }) {
    for (const call of facts.calls) {
      if (call.callee.path !== "${suggestedPath(id).join(".")}") continue;
      yield {
        span: call.span,
        focus: call.callee.span,
        message: \`\\\`\${call.callee.path}\\\` is what is wrong, in the code's own words\`,
        symbol: call.callee.path,
        fixes: [],
        manual: "The next step for a person.",
      };
    }
  },
});
`;

function fixtureText(id: string): string {
  const [module, name] = suggestedPath(id);
  return `# ${id}

## A plain call
\`\`\`py unfixed
import ${module}

${module}.${name}(1)
${"^".repeat(module.length + 1 + name.length)} ${id}
\`\`\`
> manual: The next step for a person.

## Edge cases

## Under another name
\`\`\`py unfixed
from ${module} import ${name} as ask

ask(1)
^^^ ${id}
\`\`\`

## A look-alike
\`\`\`py valid
def ${name}(value):
    return value


${name}(1)
\`\`\`

## Already migrated
\`\`\`py valid
from portkey_ai import Portkey

client = Portkey()
\`\`\`
`;
}

async function main(id: string | undefined): Promise<void> {
  if (id === undefined) throw new Error("say the id of the new rule: npm run new-rule litellm-moderation");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const index = "server/src/engine/rules/index.ts";
  const files = newRuleFiles(id, await readFile(join(root, index), "utf8"));
  for (const path of files.keys())
    if (path !== index)
      await access(join(root, path)).then(
        () => Promise.reject(new Error(`${path} is already there`)),
        () => undefined,
      );
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(path);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await main(process.argv[2]).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  });
