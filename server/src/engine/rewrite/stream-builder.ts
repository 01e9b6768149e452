import type { Reference } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import { adapterImports, decides, isWritten } from "./adapter-imports.ts";
import { adapterOf } from "./adapter-of.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { reasonToKeep } from "./imports.ts";
import type { PythonSdk } from "./python-sdk.ts";

const builderPath = "litellm.stream_chunk_builder";
const builderName = "stream_chunk_builder";

/** What a file that puts chunks together does about it once others stream them. */
export type BuilderPlan = { readonly kind: "adapter"; readonly together: readonly Span[] } | { readonly kind: "blocked"; readonly reason: string };

/** How the chunks of a stream that is no longer LiteLLM's are put together in a file; undefined where it does not. */
export function builderPlan(context: PlanContext): BuilderPlan | undefined {
  const builders = context.facts.references.filter(({ path }) => path === builderPath);
  if (builders.length === 0) return undefined;
  if (builders.some((reference) => !wayOf(reference, context)))
    return { kind: "blocked", reason: "`stream_chunk_builder` takes LiteLLM's chunks alone: put the texts of the chunks together yourself first" };
  return { kind: "adapter", together: builders.map(({ span }) => span) };
}

/** Plans that the adapter's function puts the chunks together, which takes those of any client, beside requests that a strategy rewrites. */
export function planStreamBuilder(reference: Reference, context: PlanContext, sdk: PythonSdk): CallPlan {
  const place = adapterOf(context);
  const how = reference.path === builderPath ? wayOf(reference, context) : undefined;
  const plan = how && builderPlan(context);
  if (place?.kind !== "place" || !how || plan?.kind !== "adapter") return { kind: "blocked", reasons: [] };
  const { facts, catalog } = context;
  const streams = facts.calls.filter(({ callee, arguments: given }) => catalog.request(callee.path)?.answer === "chat" && !isWhole(given));
  const others = plan.together.filter(({ start }) => start !== reference.span.start);
  return {
    kind: "rewrite",
    title: `Put the chunks together with the project's adapter (\`${place.module}\`)`,
    strategy: sdk.strategy,
    reasons: [`The adapter's \`${builderName}\` takes the place of LiteLLM's: it counts no tokens of its own, and tells those that the last chunk brings`],
    notes: [],
    together: [...others, ...streams.map(({ span }) => span)],
    needsMigratedCalls: streams.length === 0,
    adapter: { uri: place.uri, needs: "chosen", chosen: [builderName] },
    apply: (edit) => how(edit, place.importedAs),
  };
}

/** How a use names the adapter's function; undefined where it cannot. */
function wayOf(reference: Reference, { facts, catalog, uri, workspace }: PlanContext): ((edit: FixBuilder, module: string) => void) | undefined {
  if (adapterOf({ facts, uri, workspace })?.kind !== "place" || reference.role !== "call" || !isWritten(reference, facts)) return undefined;
  const binding = facts.bindings[reference.binding];
  const how = adapterImports(facts, catalog).get(reference.binding);
  const byModule = (behind: Span) => (edit: FixBuilder, module: string) => edit.replace(reference.span, `${edit.adapterModule(behind, module)}.${builderName}`);
  if (how?.kind === "replaced" && !how.isGuarded) return byModule(how.after);
  if (how?.kind !== "moved" || !binding || how.fact.place !== "module" || decides(how.fact)) return undefined;
  // LiteLLM's import of the name goes with its last read, in the same change; where it may stay, the module's own name is another one.
  const isCalled = binding.reads.every((read) => facts.references.some(({ root, role }) => root.start === read.start && role === "call"));
  const isFreed = isCalled && !how.fact.hasComments && reasonToKeep(how.fact, { uri, facts }, binding.isExported) === undefined;
  return isFreed ? (edit, module) => edit.replace(reference.span, edit.imported(module, builderName, binding.name)) : byModule(how.fact.span);
}

/** A request whose answer comes in one piece for sure. */
const isWhole = (given: readonly { readonly keyword: string | undefined; readonly kind: string; readonly value: { readonly kind: string } }[]): boolean =>
  given.every(({ keyword, kind }) => keyword !== "stream" && kind !== "splat");
