import type { ImportedName, ImportFact } from "../../facts/facts.ts";
import { importNotes, reasonToKeep } from "../../rewrite/imports.ts";
import { defaultStrategy } from "../../settings.ts";
import type { Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";

export const liteLlmImport = defineRule({
  id: "litellm-import",
  title: "LiteLLM import",
  why: "Every import of `litellm` keeps the package installed. An import goes with the last use of what it brings in, in the same edit.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 1,

  *detect(context) {
    for (const fact of context.facts.imports) {
      const names = fact.names.filter(({ path }) => isLiteLlm(path));
      if (isLiteLlm(fact.module) || names.length === fact.clauses.length) yield statementMatch(fact, names, fact.span, context);
      // `import json, litellm`: only the clauses that are LiteLLM's.
      else for (const name of names) yield statementMatch(fact, [name], name.span, context);
    }
  },
});

const isLiteLlm = (path: string): boolean => path === "litellm" || path.startsWith("litellm.");

function statementMatch(fact: ImportFact, names: readonly ImportedName[], span: Span, context: RuleContext): Match {
  const { facts, uri, settings } = context;
  const strategy = defaultStrategy({ ...settings, strategy: undefined }, facts.language);
  const bindings = names.flatMap(({ binding }) => (binding === undefined ? [] : (facts.bindings[binding] ?? [])));
  const reads = bindings.flatMap((binding) => binding.reads);
  const kept = reasonToKeep(
    fact,
    { uri, text: "", facts },
    bindings.some(({ isExported }) => isExported),
  );
  const paths = [...new Set(names.map(({ path }) => path))];
  const shown = fact.form === "star" ? `everything from \`${fact.module}\`` : paths.length > 3 ? `\`${fact.module}\`` : paths.map((path) => `\`${path}\``).join(", ");
  const match = {
    span,
    focus: span,
    message: `${shown} ${fact.form === "dynamic" ? "is loaded by name" : paths.length > 1 && paths.length <= 3 ? "are imported" : "is imported"}`,
    symbol: paths.length === 1 ? (paths[0] ?? null) : fact.module,
  };

  if (kept !== undefined) return { ...match, fixes: [], manual: `Remove it by hand once nothing needs it. ${kept}` };
  if (reads.length === 0) {
    return {
      ...match,
      fixes: [
        {
          title: "Remove unused LiteLLM import",
          strategy,
          safety: "unsafe",
          notes: ["Nothing in this file reads the name, but another file may.", ...importNotes(fact, facts)],
          apply: (edit) => edit.dropImport(span),
        },
      ],
    };
  }
  const lines = `${reads.length} ${reads.length === 1 ? "place" : "places"}`;
  return {
    ...match,
    fixes: [
      {
        title: reads.length === 1 ? "Rewrite its use and remove the import" : `Rewrite its ${reads.length} uses and remove the import`,
        strategy,
        safety: "safe",
        notes: importNotes(fact, facts),
        together: reads,
        apply: () => {},
      },
    ],
    manual: `It goes with its last use: ${lines} in this file still ${reads.length === 1 ? "needs" : "need"} it.`,
  };
}
