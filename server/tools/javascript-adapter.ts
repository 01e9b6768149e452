// The adapter's template of TypeScript as one of JavaScript: its types go, or become JSDoc.
import { type Node, namedChildrenOf, parentOf } from "../src/engine/syntax/nodes.ts";
import { Parsers } from "../src/engine/syntax/parsers.ts";
import { applyEdits, type TextEdit } from "../src/engine/text/edits.ts";
import { loadInstalledWasm } from "./installed-grammars.ts";

/** What the template's own types are called in JSDoc, which has them nowhere else. */
const ownTypes: Readonly<Record<string, string>> = {
  CompletionParams: "{ model: string, messages: object[], stream?: boolean | null, [option: string]: unknown }",
  EmbeddingParams: "{ model: string, input: string | string[], apiKey?: string, baseUrl?: string }",
  Whole: "any",
  Parts: "any",
  Translated: "{ endpoint: string, headers: Headers, body: string | FormData | null }",
  Fields: "Record<string, any>",
};

/** The template without TypeScript. */
export async function javascriptTemplate(text: string): Promise<string> {
  const edits = await new Parsers(loadInstalledWasm).parse("typescript", text, {}, (root) => root.namedChildren.flatMap((statement) => statementEdits(statement, text)));
  return (
    applyEdits(text, edits)
      .replace(/\n{3,}/g, "\n\n")
      // What is short without its types stands on one line.
      .replace(
        /^((?:export )?(?:async )?function \w+)\(\n((?: {2}[^\n]+\n)+)\) \{$/gm,
        (_, head: string, list: string) =>
          `${head}(${list
            .trim()
            .replace(/,$/, "")
            .split(/\s*\n\s*/)
            .join(" ")}) {`,
      )
  );
}

function statementEdits(statement: Node, text: string): readonly TextEdit[] {
  const declaration = statement.type === "export_statement" ? (statement.childForFieldName("declaration") ?? statement) : statement;
  switch (declaration.type) {
    case "interface_declaration":
    case "type_alias_declaration":
      return [gone(withCommentAbove(statement, text), statement.endIndex)];
    case "function_signature":
      return [gone(withNoteAbove(statement, text), text.indexOf("\n", statement.endIndex) + 1)];
    case "function_declaration":
      return [documented(firstOfOverloads(statement), text, functionTags(declaration)), ...typeEdits(declaration, text)];
    case "lexical_declaration": {
      const type = namedChildrenOf(declaration)[0]?.childForFieldName("type");
      return [...(type ? [documented(statement, text, [`@type {${typeText(type)}}`])] : []), ...typeEdits(declaration, text)];
    }
    default:
      return [];
  }
}

const gone = (start: number, end: number): TextEdit => ({ span: { start, end }, text: "" });

/** Where the doc comment above a statement starts. */
function withCommentAbove({ startIndex }: Node, text: string): number {
  const comment = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/.exec(text.slice(0, startIndex));
  return comment ? comment.index : startIndex;
}

/** Where a remark on one of several signatures starts; the doc comment above the first is the function's. */
function withNoteAbove({ startIndex }: Node, text: string): number {
  const note = /\/\/[^\n]*\n$/.exec(text.slice(0, startIndex));
  return note ? note.index : startIndex;
}

/** The first signature of a function that has several: its doc comment stands above that. */
function firstOfOverloads(statement: Node): Node {
  const siblings = parentOf(statement)?.namedChildren ?? [];
  let first = statement;
  for (let index = siblings.indexOf(statement) - 1; index >= 0; index--) {
    const sibling = siblings[index];
    if (sibling?.type === "comment" && sibling.text.startsWith("//")) continue;
    const isSignature = sibling?.type === "function_signature" || sibling?.childForFieldName("declaration")?.type === "function_signature";
    if (!sibling || !isSignature) break;
    first = sibling;
  }
  return first;
}

/** Adds tags to the doc comment above a statement, or makes one. */
function documented({ startIndex }: Node, text: string, tags: readonly string[]): TextEdit {
  const start = withCommentAbove({ startIndex } as Node, text);
  const words = text
    .slice(start, startIndex)
    .replace(/^\/\*\*\s*|\s*\*\/\s*$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .filter((line, index, all) => line !== "" || index < all.length - 1);
  const lines = words.join("") === "" ? tags : tags.length === 0 ? words : [...words, "", ...tags];
  const comment = lines.length === 0 ? "" : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
  return { span: { start, end: startIndex }, text: comment };
}

function functionTags(declaration: Node): string[] {
  const parameters = namedChildrenOf(declaration.childForFieldName("parameters") ?? declaration);
  const returned = declaration.childForFieldName("return_type");
  return [
    ...parameters.flatMap((parameter) => {
      const type = parameter.childForFieldName("type");
      const name = parameter.childForFieldName("pattern")?.text ?? "";
      const isOptional = parameter.type === "optional_parameter" || parameter.childForFieldName("value") !== null;
      return type ? [`@param {${typeText(type)}} ${isOptional ? `[${name}]` : name}`] : [];
    }),
    ...(returned ? [`@returns {${typeText(returned)}}`] : []),
  ];
}

/** A type as JSDoc has it, on one line. */
const typeText = (annotation: Node): string =>
  annotation.text
    .replace(/^:\s*/, "")
    .replace(/\s+/g, " ")
    .replace(/\bOpenAI(?=\.|\b)/g, 'import("openai").OpenAI')
    .replace(/\b[A-Z]\w+\b/g, (name) => ownTypes[name] ?? name)
    .replaceAll(";", ",")
    .replace("any | any", "any");

/** Takes types out of code; those of local variables, and casts, become comments. */
function typeEdits(node: Node, text: string): readonly TextEdit[] {
  switch (node.type) {
    case "type_annotation":
    case "type_arguments":
      return [gone(node.startIndex, node.endIndex)];
    case "as_expression": {
      const [value, type] = namedChildrenOf(node);
      if (!value || !type) return [];
      return [
        { span: { start: node.startIndex, end: node.startIndex }, text: `/** @type {${typeText(type)}} */ (` },
        ...typeEdits(value, text),
        { span: { start: value.endIndex, end: node.endIndex }, text: ")" },
      ];
    }
    case "variable_declarator": {
      const type = node.childForFieldName("type") ?? undefined;
      const declaration = parentOf(node);
      const isLocal = declaration && parentOf(declaration)?.type === "statement_block";
      const value = node.childForFieldName("value");
      const typed = type ? typeText(type) : value?.type === "arrow_function" ? arrowType(value) : undefined;
      const at = declaration?.startIndex ?? node.startIndex;
      const indent = /[^\n]*$/.exec(text.slice(0, at))?.[0] ?? "";
      const comment = isLocal && typed !== undefined && indent.trim() === "" ? [{ span: { start: at, end: at }, text: `/** @type {${typed}} */\n${indent}` }] : [];
      return [...comment, ...node.children.flatMap((child) => typeEdits(child, text))];
    }
    case "optional_parameter":
      return node.children.flatMap((child) => (child.type === "?" ? [gone(child.startIndex, child.endIndex)] : typeEdits(child, text)));
    default:
      return node.children.flatMap((child) => typeEdits(child, text));
  }
}

/** The type of a function that is typed by its parts. */
function arrowType(arrow: Node): string | undefined {
  const returned = arrow.childForFieldName("return_type");
  const parameters = namedChildrenOf(arrow.childForFieldName("parameters") ?? arrow);
  return returned ? `(${parameters.map(({ text }) => text).join(", ")}) => ${typeText(returned)}` : undefined;
}
