// TypeScript programs in other words, made from the tree of the grammar, and what must not change with them.
import type { FileReport } from "../../server/src/engine/engine.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { type Node, namedChildrenOf, parentOf, same, spanOf } from "../../server/src/engine/syntax/nodes.ts";
import { Parsers } from "../../server/src/engine/syntax/parsers.ts";
import { applyEdits, type TextEdit } from "../../server/src/engine/text/edits.ts";
import { loadInstalledWasm } from "../../server/tools/installed-grammars.ts";

const parsers = new Parsers(loadInstalledWasm);

/** Ways to write a program differently: each gives the edits of one node. */
const ways = {
  comment_lines: (node: Node) => (isStatement(node) ? [insert(node.startIndex, `// remark\n${indentOf(node)}`)] : []),
  blank_lines: (node: Node) => (isStatement(node) ? [insert(node.startIndex, `\n\n${indentOf(node)}`)] : []),
  comments_inside: (node: Node) => (isSeparator(node) ? [insert(node.endIndex, " /* remark */")] : []),
  line_breaks: (node: Node) => (isSeparator(node) ? [insert(node.endIndex, "\n")] : []),
  quotes: (node: Node) => (isPlainString(node) ? [insteadOf(node, otherQuotes(node.text))] : []),
  trailing_commas: (node: Node) => {
    const last = node.children.at(-2);
    const isOpen = (node.type === "object" || node.type === "arguments") && namedChildrenOf(node).length > 0 && last && last.type !== "," && last.type !== "comment";
    return isOpen ? [insert(last.endIndex, ",")] : [];
  },
  brackets: (node: Node) => (node.type === "variable_declarator" ? inBrackets(node.childForFieldName("value")) : []),
  blocks: (node: Node) => (node.type === "expression_statement" && !isDirective(node) ? [insert(node.startIndex, "{ "), insert(node.endIndex, " }")] : []),
  spaces: (node: Node) => (node.type === "pair" ? [insert(node.childForFieldName("value")?.startIndex ?? node.endIndex, "  ")] : []),
} satisfies Readonly<Record<string, (node: Node) => readonly TextEdit[]>>;

/** Ways that look at a whole program. */
const wholes = { reordered_imports: reorderedImports, renamed } satisfies Readonly<Record<string, (root: Node) => readonly TextEdit[]>>;

/** A way to write a program differently. */
export type Change = keyof typeof ways | keyof typeof wholes;

/** All of them. */
export const changes: readonly Change[] = [...(Object.keys(ways) as (keyof typeof ways)[]), ...(Object.keys(wholes) as (keyof typeof wholes)[])];

/** A text written differently; undefined where the way leaves it as it is. */
export function writtenDifferently(text: string, grammar: Grammar, change: Change): Promise<string | undefined> {
  return parsers.parse(grammar, text, {}, (root) => {
    const edits = change === "renamed" || change === "reordered_imports" ? wholes[change](root) : nodesOf(root).flatMap((node): readonly TextEdit[] => ways[change](node));
    return edits.length === 0 ? undefined : applyEdits(text, edits);
  });
}

/** What is found, whatever the spelling and the order: rule, symbol, and the text in focus without layout, quotes and new names. */
export const findingsOf = ({ findings, source }: FileReport): string[] =>
  findings.map(({ rule, symbol, focus }) => `${rule} ${symbol ?? "-"} ${plainWords(source.text.slice(focus.start, focus.end))}`).sort();

const plainWords = (code: string): string =>
  code
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\/\/ remark$/gm, "")
    .replaceAll("fresh_", "")
    .replace(/\b(\w+) as \1\b/g, "$1")
    .replace(/\b(\w+): \1\b/g, "$1")
    .replace(/[\s(){},;"'`]+/g, "");

const insert = (at: number, text: string): TextEdit => ({ span: { start: at, end: at }, text });
const insteadOf = (node: Node, text: string): TextEdit => ({ span: spanOf(node), text });

function nodesOf(root: Node): Node[] {
  const found: Node[] = [];
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    found.push(node);
    stack.push(...[...node.children].reverse());
  }
  return found;
}

/** A statement that begins its line, behind the directives of its file. */
function isStatement(node: Node): boolean {
  const parent = parentOf(node);
  if (parent?.type !== "program" && parent?.type !== "statement_block") return false;
  return /(?:_statement|_declaration)$/.test(node.type) && !isDirective(node) && lineBefore(node).trim() === "";
}

const isDirective = (node: Node): boolean => node.type === "expression_statement" && node.namedChildren[0]?.type === "string";

const lineBefore = (node: Node): string => /[^\n]*$/.exec(node.tree.rootNode.text.slice(0, node.startIndex - node.tree.rootNode.startIndex))?.[0] ?? "";

const indentOf = (node: Node): string => /^\s*/.exec(lineBefore(node))?.[0] ?? "";

/** A comma between the parts of a list, where a line may end. */
const isSeparator = (node: Node): boolean => node.type === "," && ["arguments", "object", "array", "named_imports", "object_pattern"].includes(parentOf(node)?.type ?? "");

const isPlainString = (node: Node): boolean => node.type === "string" && parentOf(node)?.type !== "jsx_attribute" && !/["'\\]/.test(node.text.slice(1, -1));

const otherQuotes = (text: string): string => (text.startsWith('"') ? `'${text.slice(1, -1)}'` : `"${text.slice(1, -1)}"`);

const inBrackets = (value: Node | null): readonly TextEdit[] =>
  value && ["call_expression", "new_expression", "string", "object", "await_expression"].includes(value.type) ? [insert(value.startIndex, "("), insert(value.endIndex, ")")] : [];

/** Imports on neighboring lines, the last first. */
function reorderedImports(root: Node): readonly TextEdit[] {
  const runs: Node[][] = [];
  for (const node of root.namedChildren) {
    if (node.type !== "import_statement") continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && node.startPosition.row === last.endPosition.row + 1) run.push(node);
    else runs.push([node]);
  }
  return runs.filter(({ length }) => length > 1).flatMap((run) => run.map((node, index) => insteadOf(node, run.at(-1 - index)?.text ?? "")));
}

/** Words of names that say what their values are: such a name is evidence. */
const telling =
  /lite|llm|lm$|model|deploy|engine|embed|base|point|prox|gateway|api|url|host|server|path|rout|vercel|glama|requesty|fetch|axios|^ky$|^got$|http|request|doc|link|repo|issue|site|home|anthropic|azure|bedrock|cohere|gemini|google|groq|mistral|ollama|perplexity|together|vertex|vllm|xai|studio|expect|^vi$|^jest$|mock|env/i;

/** Names of the file under others, where they mean nothing to anybody else. */
function renamed(root: Node): readonly TextEdit[] {
  const nodes = nodesOf(root);
  const declared = new Set(nodes.flatMap((node) => (isDeclaration(node) ? [node.text] : [])));
  const kept = new Set(nodes.flatMap((node) => (isSeenOutside(node) ? [node.text] : [])));
  const names = new Set([...declared].filter((name) => !kept.has(name) && !telling.test(name)));
  return nodes.flatMap((node): readonly TextEdit[] => {
    if (!names.has(node.text)) return [];
    const parent = parentOf(node);
    switch (node.type) {
      case "identifier":
      case "type_identifier":
        if (parent?.type === "import_specifier" && parent.childForFieldName("alias") === null) return [insteadOf(node, `${node.text} as fresh_${node.text}`)];
        if (parent?.type === "import_specifier" && same(parent.childForFieldName("name"), node)) return [];
        return [insteadOf(node, `fresh_${node.text}`)];
      case "shorthand_property_identifier":
      case "shorthand_property_identifier_pattern":
        return [insteadOf(node, `${node.text}: fresh_${node.text}`)];
      default:
        return [];
    }
  });
}

function isDeclaration(node: Node): boolean {
  const parent = parentOf(node);
  if (node.type === "shorthand_property_identifier_pattern") return true;
  if (node.type !== "identifier") return false;
  return (
    ["import_specifier", "import_clause", "namespace_import"].includes(parent?.type ?? "") ||
    (["variable_declarator", "function_declaration"].includes(parent?.type ?? "") && same(parent?.childForFieldName("name"), node)) ||
    (parent?.type === "required_parameter" && same(parent.childForFieldName("pattern"), node))
  );
}

/** A name that is exported, that JSX reads, or that is one of a module's when it is imported under another. */
function isSeenOutside(node: Node): boolean {
  if (node.type !== "identifier" && node.type !== "type_identifier" && node.type !== "shorthand_property_identifier_pattern") return false;
  for (let at = parentOf(node), depth = 0; at && depth < 4; at = parentOf(at), depth++) {
    if (at.type === "export_specifier" || at.type === "jsx_opening_element" || at.type === "jsx_self_closing_element" || at.type === "jsx_closing_element") return true;
    if (at.type === "export_statement" && isDeclarationOf(at, node)) return true;
    // A name of the module's own level may be one that declarations elsewhere give a meaning.
    if (at.type === "ambient_declaration") return true;
  }
  return false;
}

function isDeclarationOf(statement: Node, name: Node): boolean {
  const declaration = statement.childForFieldName("declaration");
  if (!declaration) return true;
  return same(declaration.childForFieldName("name"), name) || namedChildrenOf(declaration).some((child) => child.type === "variable_declarator" && contains(child.childForFieldName("name"), name));
}

const contains = (outer: Node | null, inner: Node): boolean => outer !== null && outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
