import { type Node, namedChildrenOf, spanOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import { calleeText } from "./callee-text.ts";
import type { Argument, Expression, RecordEntry } from "./facts.ts";
import { addedOperands, joinedStrings, textBehind } from "./joined-strings.ts";
import type { ExpressionContext } from "./language.ts";
import { plainText, unbracketed } from "./python-spelling.ts";

/** `os.environ["X"]`, `os.getenv("X")`, `environ.get("X", "y")`: what of the callee or object says so. */
const environmentObject = /(?:^|\.)environ$/;
const environmentCall = /(?:^|\.)(?:getenv|environ\.get)$/;

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"', "\n": "" };

/** The value of a string literal without holes; `isPlain` where the text between the quotes is the value itself. */
export function pythonString(node: Node): { readonly value: string; readonly content: Span; readonly isPlain: boolean } | undefined {
  if (node.type === "concatenated_string") {
    const parts = namedChildrenOf(node).map(pythonString);
    if (!parts.every((part) => part !== undefined)) return undefined;
    return { value: parts.map((part) => part.value).join(""), content: spanOf(node), isPlain: false };
  }
  if (node.type !== "string") return undefined;
  const start = node.child(0);
  const end = node.lastChild;
  if (start?.type !== "string_start" || end?.type !== "string_end") return undefined;
  const prefix = start.text.replace(/["']+$/, "").toLowerCase();
  if (prefix.includes("b") || node.namedChildren.some((child) => child?.type === "interpolation")) return undefined;
  const content = { start: start.endIndex, end: end.startIndex };
  const raw = node.text.slice(content.start - node.startIndex, content.end - node.startIndex);
  const isRaw = prefix.includes("r");
  if (!raw.includes("\\") || isRaw) {
    const value = prefix.includes("f") ? raw.replace(/\{\{|\}\}/g, (pair) => pair[0] ?? "") : raw;
    return { value, content, isPlain: value === raw };
  }
  return { value: unescaped(raw), content, isPlain: false };
}

const unescaped = (raw: string): string => raw.replace(/\\([\s\S])/g, (whole, unit: string) => escapes[unit] ?? whole);

/** A literal that an element can be asked for by: a string, or an integer. */
export const literalKey = (node: Node): string | number | undefined =>
  node.type === "integer" ? Number(node.text) : node.type === "unary_operator" && /^-\d+$/.test(node.text) ? Number(node.text) : pythonString(node)?.value;

/** Reads a value as far as it can be read without running the program. */
export function pythonExpression(node: Node, context: ExpressionContext): Expression {
  const span = spanOf(node);
  switch (node.type) {
    case "string":
    case "concatenated_string": {
      const literal = pythonString(node);
      if (literal) return { kind: "string", span, ...literal };
      const parts = templateParts(node, context);
      return { kind: "template", span, prefix: templatePrefix(node) ?? "", hole: parts.find((part) => typeof part !== "string"), rest: textBehind(parts), parts };
    }
    case "binary_operator":
      if (node.childForFieldName("operator")?.type !== "+") return { kind: "opaque", span };
      return joinedStrings(
        addedOperands(node, node.type).map((operand) => pythonExpression(operand, context)),
        span,
      );
    case "integer":
    case "float": {
      const value = Number(node.text.replaceAll("_", ""));
      return Number.isFinite(value) ? { kind: "number", span, value } : { kind: "opaque", span };
    }
    case "unary_operator": {
      const operand = node.childForFieldName("argument");
      const inner = operand && pythonExpression(operand, context);
      return inner?.kind === "number" && node.child(0)?.type === "-" ? { kind: "number", span, value: -inner.value } : { kind: "opaque", span };
    }
    case "true":
    case "false":
      return { kind: "boolean", span, value: node.type === "true" };
    case "none":
      return { kind: "nothing", span };
    case "list":
    case "tuple":
    case "set":
      return { kind: "list", span, items: namedChildrenOf(node).map((item) => pythonExpression(item, context)) };
    case "dictionary":
      return { kind: "record", span, entries: namedChildrenOf(node).map((entry) => recordEntry(entry, context)) };
    case "parenthesized_expression": {
      const inner = namedChildrenOf(node)[0];
      return inner ? pythonExpression(inner, context) : { kind: "opaque", span };
    }
    case "identifier": {
      const constant = context.constant(node);
      const value = unbracketed(constant?.value);
      return {
        kind: "name",
        span,
        name: node.text,
        path: context.pathOf(node),
        binding: constant?.binding,
        initial: value && isLiteral(value) ? pythonExpression(value, context) : undefined,
      };
    }
    case "attribute":
      return chain(node, context);
    case "subscript": {
      const object = node.childForFieldName("value");
      const key = node.childForFieldName("subscript");
      const variable = object && key && environmentObject.test(plainText(object)) ? pythonString(key)?.value : undefined;
      return variable === undefined ? chain(node, context) : { kind: "environment", span, variable, isRequired: true, fallback: undefined };
    }
    case "call":
      return callExpression(node, context);
    case "boolean_operator":
      return { kind: "choice", span, options: namedChildrenOf(node).map((option) => pythonExpression(option, context)) };
    case "conditional_expression":
      return {
        kind: "choice",
        span,
        options: namedChildrenOf(node)
          .filter((_, index) => index !== 1)
          .map((option) => pythonExpression(option, context)),
      };
    default:
      return { kind: "opaque", span };
  }
}

function chain(node: Node, context: ExpressionContext): Expression {
  const initial = context.initialOf(node, (value) => pythonExpression(value, context));
  return { kind: "chain", span: spanOf(node), text: node.text, path: context.pathOf(node), initial };
}

function callExpression(node: Node, context: ExpressionContext): Expression {
  const span = spanOf(node);
  const callee = node.childForFieldName("function");
  const given = argumentsOf(node, context);
  const variable = given[0]?.value;
  if (callee && environmentCall.test(plainText(callee)) && variable?.kind === "string") return { kind: "environment", span, variable: variable.value, isRequired: false, fallback: given[1]?.value };
  const object = callee?.type === "attribute" ? callee.childForFieldName("object") : null;
  const path = callee ? context.pathOf(callee) : undefined;
  // It gives back what it is given.
  const same = path === "typing.cast" && given[1]?.kind === "positional" ? given[1].value : undefined;
  if (same) return { ...same, span };
  return {
    kind: "call",
    span,
    path,
    arguments: given,
    callee: calleeText(unbracketed(callee ?? undefined)),
    binding: callee?.type === "identifier" ? context.constant(callee)?.binding : undefined,
    object: object ? pythonExpression(object, context) : undefined,
  };
}

function recordEntry(node: Node, context: ExpressionContext): RecordEntry {
  const span = spanOf(node);
  const value = node.type === "pair" ? node.childForFieldName("value") : node.namedChild(0);
  const key = node.type === "pair" ? node.childForFieldName("key") : null;
  return { span, key: key ? pythonString(key)?.value : undefined, value: pythonExpression(value ?? node, context) };
}

/** What a name may stand for in our reading: values that cannot change under it. */
const isLiteral = (node: Node): boolean => ["string", "concatenated_string", "integer", "float", "true", "false", "none"].includes(node.type);

/** The texts and the holes of a string, in their order. */
function templateParts(node: Node, context: ExpressionContext): (string | Expression)[] {
  if (node.type === "concatenated_string") return namedChildrenOf(node).flatMap((piece) => templateParts(piece, context));
  const [start, end] = [node.child(0), node.lastChild];
  const literal = pythonString(node);
  if (literal) return [literal.value];
  const isRaw = /^\w*r/i.test(start?.text ?? "");
  const parts: (string | Expression)[] = [];
  let from = start?.endIndex ?? node.startIndex;
  const addText = (until: number): void => {
    const raw = node.text.slice(from - node.startIndex, until - node.startIndex).replace(/\{\{|\}\}/g, (pair) => pair[0] ?? "");
    if (raw !== "") parts.push(isRaw ? raw : unescaped(raw));
  };
  for (const hole of namedChildrenOf(node).filter(({ type }) => type === "interpolation")) {
    const expression = hole.childForFieldName("expression");
    addText(hole.startIndex);
    parts.push(expression ? pythonExpression(expression, context) : { kind: "opaque", span: spanOf(hole) });
    from = hole.endIndex;
  }
  addText(end?.startIndex ?? node.endIndex);
  return parts;
}

/** The text before the first hole; undefined where there is none. */
export function templatePrefix(node: Node): string | undefined {
  if (node.type === "concatenated_string") {
    let before = "";
    for (const piece of namedChildrenOf(node)) {
      const prefix = templatePrefix(piece);
      if (prefix !== undefined) return before + prefix;
      before += pythonString(piece)?.value ?? "";
    }
    return undefined;
  }
  const hole = node.type === "string" ? node.namedChildren.find((child) => child?.type === "interpolation") : undefined;
  const start = node.child(0);
  return hole && start ? node.text.slice(start.endIndex - node.startIndex, hole.startIndex - node.startIndex) : undefined;
}

/** The arguments of a call, each with the comma that goes with it. */
export function argumentsOf(call: Node, context: ExpressionContext): readonly Argument[] {
  const list = call.childForFieldName("arguments");
  if (list?.type !== "argument_list") return [];
  return namedChildrenOf(list).map((node) => {
    const keyword = node.type === "keyword_argument" ? node.childForFieldName("name")?.text : undefined;
    const isSplat = node.type === "list_splat" || node.type === "dictionary_splat";
    const value = keyword === undefined ? (isSplat ? node.namedChild(0) : node) : node.childForFieldName("value");
    return { span: spanOf(node), keyword, kind: keyword !== undefined ? "keyword" : isSplat ? "splat" : "positional", value: pythonExpression(value ?? node, context) };
  });
}
