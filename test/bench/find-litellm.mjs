// The audit as a script over TypeScript's own parser: each file is parsed, and looked through for imports of litellm and what
// they bind, for variables of the environment that are called after LiteLLM, and for strings with its name or a provider's prefix.
// Prints `path:line`. Arguments: the tree, the providers' prefixes as a regular expression, the compiler's module.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [root = "", prefixes = "", compiler = ""] = process.argv.slice(2);
const { default: ts } = await import(pathToFileURL(compiler).href);
const text = new RegExp(`^(?:${prefixes})/\\S|lite_?llm`, "i");
const variable = /(?:^|_)LITE_?LLM_/;
const skipped = new Set(["node_modules", "dist", ".git"]);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* filesBelow(path);
    else if (entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name)) yield path;
  }
}

function sitesOf(source) {
  const names = new Set();
  const found = new Set();
  const report = (node) => found.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !/^litellm\b/.test(statement.moduleSpecifier.text)) continue;
    report(statement);
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) names.add(name.text);
    if (namedBindings) for (const each of ts.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings]) names.add(each.name.text);
  }
  const visit = (node) => {
    if (ts.isIdentifier(node) ? names.has(node.text) || variable.test(node.text) : ts.isStringLiteralLike(node) && (text.test(node.text) || variable.test(node.text))) report(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found].sort((a, b) => a - b);
}

const lines = [];
for (const path of filesBelow(root)) {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  for (const line of sitesOf(source)) lines.push(`${relative(root, path)}:${line}\n`);
}
process.stdout.write(lines.join(""));
