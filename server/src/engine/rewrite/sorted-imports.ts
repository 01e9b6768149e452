import type { ImportFact, TopLevelImport } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import type { Span } from "../text/span.ts";
import { endsItsLine, isStandard, type RewriteSource } from "./imports.ts";
import { lineStart, nextLine } from "./lines.ts";

/**
 * The import behind which a new line of Python goes that stands with one of LiteLLM's: in the order of its block, where that has isort's or the
 * alphabet's, else below those of LiteLLM's that follow each other.
 */
export function importAbove(line: string, anchor: ImportFact, source: RewriteSource): Span {
  const block = blockOf(anchor, source);
  const at = block.findIndex(({ statement }) => statement.start === anchor.span.start);
  const order = orders.find((precedes) => block.every((entry, index) => index === 0 || !precedes(entry, block[index - 1] ?? entry)));
  const [, word, module = ""] = /^(import|from)\s+(\S+)/.exec(line) ?? [];
  const added = { module, name: word === "from" ? "" : undefined };
  const above = order && block.filter((entry) => !order(added, entry)).at(-1);
  if (above) return above.statement;
  const next = block.slice(at).findIndex((entry) => !isLiteLlm(entry.module));
  return block[next < 0 ? block.length - 1 : at + next - 1]?.statement ?? anchor.span;
}

/** The statements that stand on lines of their own above and below an import, with no other line between them. */
function blockOf(anchor: ImportFact, { text, facts }: RewriteSource): readonly TopLevelImport[] {
  const blocks: TopLevelImport[][] = [];
  for (const entry of facts.anchors.imports) {
    const last = blocks.at(-1)?.at(-1);
    if (entry.statement.end > facts.anchors.afterImports || last?.statement.start === entry.statement.start || !endsItsLine(entry, text)) continue;
    if (last && nextLine(text, last.statement.end) === lineStart(text, entry.statement.start)) blocks.at(-1)?.push(entry);
    else blocks.push([entry]);
  }
  return blocks.find((block) => block.some(({ statement }) => statement.start === anchor.span.start)) ?? [];
}

type Sorted = Pick<TopLevelImport, "module" | "name">;

/** Whether one import stands before another, by the orders that formatters keep: plain imports first, or modules alone. */
const orders: readonly ((one: Sorted, other: Sorted) => boolean)[] = [
  (one, other) => isBefore([sectionOf(one), one.name === undefined ? 0 : 1, one.module.toLowerCase()], [sectionOf(other), other.name === undefined ? 0 : 1, other.module.toLowerCase()]),
  (one, other) => isBefore([sectionOf(one), one.module.toLowerCase()], [sectionOf(other), other.module.toLowerCase()]),
];

function isBefore(one: readonly (number | string)[], other: readonly (number | string)[]): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** The standard library's modules come first, the project's own last. */
const sectionOf = ({ module }: Sorted): number => (module === "__future__" ? 0 : isStandard(module) ? 1 : module.startsWith(".") ? 3 : 2);
