import type { ImportedName, ImportFact } from "../../facts/facts.ts";
import { defaultStrategy } from "../../settings.ts";
import { defineRule, type Fix, type RuleContext } from "../rule.ts";

export const portkeyDefaultImport = defineRule({
  id: "portkey-default-import",
  title: "Default import of Portkey's SDK",
  why: "Portkey's package for TypeScript is a CommonJS module: in an ES module of Node its default import is the whole module, and `new Portkey()` fails. The class by its name works everywhere.",
  languages: ["typescript"],
  severity: "warning",
  minutesByHand: 1,

  *detect(context) {
    const { facts } = context;
    for (const fact of facts.imports) {
      if (fact.module !== "portkey-ai" || fact.form !== "from" || fact.isTypeOnly) continue;
      const name = fact.names.find(({ path }) => path === "portkey-ai.default");
      if (!name || usesOf(name, context).some((path) => /^portkey-ai\.default\.\w/.test(path))) continue;
      const fix = byName(name, fact, context);
      yield {
        span: name.span,
        focus: name.span,
        message: `\`${name.local ?? "default"}\` is the class in some programs and the whole module in others`,
        symbol: name.path,
        fixes: fix ? [fix] : [],
        ...(fix ? {} : { manual: 'Write `import { Portkey } from "portkey-ai"`.' }),
      };
    }
  },
});

/** The paths of what is done with an imported name; the whole module is read by who writes `Portkey.Portkey`. */
const usesOf = ({ binding }: ImportedName, { facts }: RuleContext): readonly string[] => facts.references.filter((reference) => reference.binding === binding).map(({ path }) => path);

/** The class by its own name, where the clause is all of the import or stands before other names. */
function byName({ span, local, path }: ImportedName, { clauses, names, hasComments }: ImportFact, { settings, facts }: RuleContext): Fix | undefined {
  const next = clauses.find(({ start }) => start > span.start);
  // `{ default as Portkey }` stands in the list already, and `* as portkey` in none.
  const isFirst = clauses.every(({ start }) => start >= span.start) && span.end - span.start === (local ?? "").length;
  const areNames = names.every((other) => other.path === path || /^portkey-ai\.\w+$/.test(other.path));
  if (!isFirst || !areNames || (next && hasComments) || clauses.length !== names.length || local === undefined) return undefined;
  const clause = local === "Portkey" ? local : `Portkey as ${local}`;
  return {
    title: "Import the class by its name",
    strategy: defaultStrategy(settings, facts.language),
    safety: "safe",
    notes: [],
    apply: (edit) => (next ? edit.replace({ start: span.start, end: next.start }, `{ ${clause}, `) : edit.replace(span, `{ ${clause} }`)),
  };
}
