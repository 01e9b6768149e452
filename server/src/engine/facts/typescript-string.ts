import { childrenOf, type Node, parentOf } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";

/** What a string literal says. */
export interface StringValue {
  readonly value: string;
  /** Between the quotes. */
  readonly content: Span;
  /** The content is the value: no escapes. */
  readonly isPlain: boolean;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", "0": "\0" };

/** The value of a quoted string or of a template without holes; undefined for any other node. */
export function typescriptString(node: Node): StringValue | undefined {
  if (node.type !== "string" && node.type !== "template_string") return undefined;
  const children = childrenOf(node);
  if (children.length < 2 || children.some((child) => child.type === "template_substitution" || child.isMissing || child.isError)) return undefined;
  const content = { start: node.startIndex + 1, end: node.endIndex - 1 };
  const raw = node.text.slice(1, -1);
  // In JSX a backslash is itself, and `&` starts a character reference.
  if (parentOf(node)?.type === "jsx_attribute") return { value: raw, content, isPlain: !raw.includes("&") };
  return { value: raw.includes("\\") ? unescaped(raw) : raw, content, isPlain: !raw.includes("\\") };
}

/** The text that escapes stand for. */
export const unescaped = (raw: string): string =>
  raw.replace(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|\r\n|([\s\S]))/gi, (whole, point?: string, unit?: string, byte?: string, single?: string) => {
    const code = point ?? unit ?? byte;
    if (code !== undefined) return Number.parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(code, 16)) : whole;
    if (single === undefined || /[\n\r\u2028\u2029]/.test(single)) return "";
    return escapes[single] ?? single;
  });
