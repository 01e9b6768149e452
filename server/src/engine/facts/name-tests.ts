import type { Node } from "../syntax/nodes.ts";
import type { Steps } from "../syntax/turns.ts";
import { filledVariables } from "./environment.ts";
import type { FilledVariable } from "./environment-facts.ts";
import type { FileFacts } from "./facts.ts";
import { type FieldRead, fieldReads } from "./field-reads.ts";
import type { ExpressionContext, LanguageReader } from "./language.ts";
import { type PrefixPattern, prefixPatterns } from "./prefix-patterns.ts";
import { type SlashJoin, slashJoins } from "./slash-joins.ts";
import { type SlashSplit, slashSplits } from "./slash-splits.ts";

/** Where code reads the provider off the front of a name, or puts names together of what the provider is called. */
export interface NameTests {
  readonly splits: readonly SlashSplit[];
  readonly joins: readonly SlashJoin[];
  readonly patterns: readonly PrefixPattern[];
  readonly variables: readonly FilledVariable[];
  readonly fields: readonly FieldRead[];
}

/** The tests of a text that speaks of LiteLLM, or lies beside one that does; it is for others to say what names they are of. */
export function* nameTestsIn(root: Node, reader: LanguageReader, context: ExpressionContext, fields: readonly string[], isBesideLiteLlm = false): Steps<NameTests | undefined> {
  if (!isBesideLiteLlm && !speaksOfLiteLlm(root)) return undefined;
  const splits = yield* slashSplits(root, reader, context);
  const joins = slashJoins(root, reader, context);
  yield;
  return { splits, joins, patterns: prefixPatterns(root, reader), variables: filledVariables(root, reader, context), fields: fieldReads(root, reader, fields) };
}

const liteLlmWord = /lite[-_]?llm/gi;

/** Its name where it is more than what something is compared with: no `litellm-style names`. */
const liteLlmItself = /lite[-_]?llm(?!-(?:style|like)\b)/gi;

const speaksOfLiteLlm = (root: Node): boolean => root.tree.lookUp.pattern(liteLlmWord).length > 0;

/** Whether LiteLLM, or another gateway, is named anywhere in a text, and whether code does so. */
export const namedTools = (
  root: Node,
  otherGateway: RegExp,
): Pick<FileFacts, "speaksOfLiteLlm" | "onlyComparesWithLiteLlm" | "codeNamesLiteLlm" | "speaksOfOtherGateway" | "codeNamesOtherGateway"> => ({
  speaksOfLiteLlm: speaksOfLiteLlm(root),
  onlyComparesWithLiteLlm: speaksOfLiteLlm(root) && root.tree.lookUp.pattern(liteLlmItself).length === 0,
  codeNamesLiteLlm: isInCode(root, liteLlmWord),
  speaksOfOtherGateway: root.tree.lookUp.pattern(otherGateway).length > 0,
  codeNamesOtherGateway: isInCode(root, otherGateway),
});

/** Whether what a pattern finds stands anywhere but in comments and in texts of several words. */
const isInCode = (root: Node, pattern: RegExp): boolean =>
  root.tree.lookUp.pattern(pattern).some(({ start, end }) => {
    const { type, text } = root.descendantForIndex(start, end);
    return type !== "comment" && !(/string|text/.test(type) && /\s/.test(text));
  });
