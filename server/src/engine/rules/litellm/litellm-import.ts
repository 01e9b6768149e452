import { namedPackage } from "../../catalog/named-package.ts";
import { packageText } from "../../catalog/package-texts.ts";
import type { FileFacts, ImportedName, ImportFact, StringFact } from "../../facts/facts.ts";
import { isLiteLlm } from "../../facts/litellm-path.ts";
import { planAdapterImport } from "../../rewrite/adapter-plan.ts";
import type { FixBuilder } from "../../rewrite/fix-builder.ts";
import { importNotes, reasonToKeep } from "../../rewrite/imports.ts";
import { languageStrategy, type Strategy } from "../../settings.ts";
import { contains, type Span } from "../../text/span.ts";
import { defineRule, type Fix, type Match, type RuleContext } from "../rule.ts";
import { fixOf } from "./planned-match.ts";

export const liteLlmImport = defineRule({
  id: "litellm-import",
  title: "LiteLLM import",
  why: "Every import of `litellm` keeps the package installed. An import goes with the last use of what it brings in, in the same edit.",
  languages: ["python", "typescript"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 1,

  *detect(context) {
    for (const fact of context.facts.imports) {
      const names = fact.names.filter(({ path }) => isLiteLlm(path));
      if (isLiteLlm(fact.module) || (names.length > 0 && names.length === fact.clauses.length)) yield statementMatch(fact, names, fact.span, context);
      // `import json, litellm`: only the clauses that are LiteLLM's.
      else for (const name of names) yield statementMatch(fact, [name], name.span, context);
    }
    for (const string of context.facts.strings) {
      const named = namedPackage(string, context.facts);
      if (named?.use === "module" && !context.facts.imports.some(({ span }) => contains(span, string.span))) yield lookUpMatch(string, named.path);
      const text = named ? undefined : packageText(string);
      if (text === "requirement" || text === "code") yield textMatch(string, text);
    }
  },
});

/** The package's name as a string: what asks for it decides whether code runs that needs LiteLLM. */
const lookUpMatch = ({ span }: StringFact, path: string): Match => ({
  span,
  focus: span,
  message: `\`${path}${path.endsWith(".") ? "…" : ""}\` is asked for by its name`,
  symbol: path.endsWith(".") ? null : path,
  fixes: [],
  manual: "Change what is asked for together with the code that depends on the answer: without LiteLLM it will always be no.",
});

/** What a string says to install, or to run. */
const textMatch = ({ span }: StringFact, text: "requirement" | "code"): Match => ({
  span,
  focus: span,
  message: text === "requirement" ? "the string says to install `litellm`" : "code in a string imports `litellm`",
  symbol: "litellm",
  fixes: [],
  manual:
    text === "requirement"
      ? "Take it out when nothing imports LiteLLM any more, and put in what the migrated code needs: `portkey-ai`."
      : "Code in strings is not read: migrate it by hand, like the code around it, or move it to a file of its own and scan again.",
});

/** The strategies by which the import goes with the last of its uses. */
const leaving = ({ language }: FileFacts): readonly Strategy[] => (language === "python" ? ["portkey-sdk", "openai-client"] : [languageStrategy(language)]);

function statementMatch(fact: ImportFact, names: readonly ImportedName[], span: Span, context: RuleContext): Match {
  const { facts, uri } = context;
  const bindings = names.flatMap(({ binding }) => (binding === undefined ? [] : (facts.bindings[binding] ?? [])));
  const reads = bindings.flatMap((binding) => binding.reads);
  const kept = reasonToKeep(
    fact,
    { uri, facts },
    bindings.some(({ isExported }) => isExported),
  );
  const paths = [...new Set(names.map(({ path }) => path))];
  const shown = fact.form === "star" ? `everything from \`${fact.module}\`` : paths.length > 3 || paths.length === 0 ? `\`${fact.module}\`` : paths.map((path) => `\`${path}\``).join(", ");
  const match = {
    span,
    focus: span,
    message: `${shown} ${fact.form === "dynamic" ? "is loaded by name" : paths.length > 1 && paths.length <= 3 ? "are imported" : "is imported"}`,
    symbol: paths.length === 1 ? (paths[0] ?? null) : fact.module,
    isImport: true as const,
  };

  const moved = fixOf(planAdapterImport(fact, context));
  if (kept !== undefined) return { ...match, fixes: moved, manual: `Remove it by hand once nothing needs it. ${kept}` };
  if (fact.hasComments && names.length === fact.clauses.length) return { ...match, fixes: moved, manual: "Remove it by hand once nothing needs it. Comments stand between its names." };
  const unread = bindings.filter((binding) => binding.reads.length === 0).map(({ name }) => `\`${name}\``);
  const notes = [...(unread.length > 0 ? [`Nothing in this file reads ${unread.join(", ")}, but another file may.`] : []), ...importNotes(fact, facts)];
  const safety = unread.length > 0 ? "unsafe" : "safe";
  const apply = (edit: FixBuilder): void => edit.dropImport(span);
  if (reads.length === 0) {
    return {
      ...match,
      fixes: [...leaving(facts), ...(facts.language === "python" ? (["adapter"] as const) : [])].map((strategy) => ({ title: "Remove unused LiteLLM import", strategy, safety, notes, apply })),
    };
  }
  const title = reads.length === 1 ? "Rewrite its use and remove the import" : `Rewrite its ${reads.length} uses and remove the import`;
  return {
    ...match,
    fixes: [...leaving(facts).map((strategy): Fix => ({ title, strategy, safety, notes, together: reads, apply })), ...moved],
    manual: `Migrate its ${reads.length === 1 ? "use" : `${reads.length} uses`} in this file first: the import goes with the last one.`,
  };
}
