import { npmNames } from "../adapter/typescript-module.ts";
import type { ImportFact, Reference } from "../facts/facts.ts";
import { shortName } from "../text/short-name.ts";
import { contains, type Span } from "../text/span.ts";
import type { AdapterPlace } from "../workspace/workspace.ts";
import { adapterOf, loadingReason } from "./adapter-of.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";

/** Plans that uses of npm's `litellm` become those of the project's adapter: the imports that they come by name another module. */
export function planNpmAdapter(references: readonly Reference[], context: PlanContext): CallPlan {
  const place = adapterOf(context);
  if (place?.kind !== "place") return { kind: "blocked", reasons: place ? [place.reason] : [] };
  const { facts } = context;
  const imports = new Set<ImportFact>();
  let follows: string | undefined;
  for (const reference of references) {
    const given = facts.given.find(({ span }) => span.start === reference.span.start && span.end === reference.span.end);
    const fact = facts.imports.find((each) => isOf(each)(reference));
    if (given) follows = reference.isDirect ? given.movesIn : undefined;
    else if (fact) imports.add(fact);
    if (given ? follows === undefined : !fact) return { kind: "blocked", reasons: [given ? "The file that gives it cannot take it from the adapter" : "Where the name comes from is not known"] };
  }
  if (follows !== undefined && imports.size > 0) return { kind: "blocked", reasons: ["A part of it is given by another file"] };
  const moved = moveTo(place, [...imports], context);
  if (moved.kind === "blocked") return moved;
  const plan = { ...moved, together: moved.together.filter((span) => !references.some((reference) => contains(reference.span, span))) };
  if (follows === undefined) return plan;
  return {
    ...plan,
    title: `Leave it to \`${shortName(follows)}\`, which gives the adapter's (\`${place.module}\`)`,
    reasons: [`Nothing changes here: \`${shortName(follows)}\` gives the adapter's instead of LiteLLM's`, ...plan.reasons],
    follows,
  };
}

/** Plans that an import of npm's `litellm` becomes one of the project's adapter, with all that is read of it. */
export function planNpmImport(fact: ImportFact, context: PlanContext): CallPlan {
  const place = adapterOf(context);
  return place?.kind === "place" ? moveTo(place, [fact], context) : { kind: "blocked", reasons: [] };
}

function moveTo(place: AdapterPlace & { readonly kind: "place" }, imports: readonly ImportFact[], context: PlanContext): CallPlan & ({ readonly kind: "rewrite" } | { readonly kind: "blocked" }) {
  const { facts } = context;
  const loading = loadingReason(place, context);
  const together: Span[] = [];
  for (const fact of imports) {
    const uses = facts.references.filter((reference) => isOf(fact)(reference) && !reference.path.includes("()"));
    const paths = [...fact.names, ...uses].map(({ path }) => path).filter((path) => path !== packageName || uses.some((use) => use.path === path));
    const other = paths.find((path) => !isOffered(path));
    if (fact.module !== packageName || fact.moduleSpan === undefined) return { kind: "blocked", reasons: ["Where the name comes from is not known"] };
    if (other !== undefined) return { kind: "blocked", reasons: [other === packageName ? "What is done with the module as a whole cannot be seen" : `The adapter has no \`${other}\``] };
    together.push(...uses.map(({ span }) => span));
  }
  return {
    kind: "rewrite",
    title: `Use the project's adapter (\`${place.module}\`)`,
    strategy: "adapter",
    reasons: ["The adapter translates arguments and names of models at run time, and raises an error for what it does not know", ...(loading === undefined ? [] : [loading])],
    notes: [],
    together,
    adapter: { uri: place.uri, needs: "names", form: place.form },
    apply(edit) {
      for (const { moduleSpan, names } of imports)
        if (moduleSpan)
          edit.replaceImport(
            moduleSpan,
            place.module,
            names.map(({ span }) => span),
          );
    },
  };
}

const packageName = "litellm";

const isOffered = (path: string): boolean => path.startsWith(`${packageName}.`) && npmNames.has(path.slice(packageName.length + 1));

/** Whether a reference comes by an import, or is one of its names. */
const isOf =
  ({ names, span: statement }: ImportFact) =>
  ({ binding, span }: Reference): boolean =>
    names.some((name) => name.binding !== undefined && name.binding === binding) || contains(statement, span);
