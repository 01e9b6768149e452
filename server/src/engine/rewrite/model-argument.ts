import type { Catalog } from "../catalog/catalog.ts";
import { readModel } from "../catalog/model-string.ts";
import { mappedByUser, portkeyModel } from "../catalog/portkey-model.ts";
import type { Expression, FileFacts, StringLiteral } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";

/** A model argument whose string can be replaced. */
export interface ModelSource {
  readonly kind: "model";
  readonly literal: StringLiteral;
  readonly portkeyName: string;
  /** LiteLLM's prefix of the provider. */
  readonly provider: string;
  /** Arguments that LiteLLM filled in and the call has to give now. */
  readonly requires: readonly string[];
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  /** Other places that read the same constant, and so change with it. */
  readonly together: readonly Span[];
}

/** The model string behind an argument and its Portkey name, or why it cannot be changed here; `customProvider` is named beside it. */
export function resolveModel(value: Expression, context: PlanContext, customProvider?: string): ModelSource | { readonly kind: "blocked"; readonly reason: string } {
  const constant = value.kind === "name" && value.initial?.kind === "string" ? value.initial : undefined;
  const literal = value.kind === "string" ? value : constant;
  if (!literal) return { kind: "blocked", reason: `The model is decided at run time (${describeValue(value)}): let it hold Portkey's name, \`@slug/model\`` };
  if (!literal.isPlain) return { kind: "blocked", reason: "The model's string has escapes or parts" };

  if (constant && customProvider !== undefined) return { kind: "blocked", reason: "The provider is named beside a model that other calls may read" };

  const reading = readModel(literal.value, { customProvider });
  const mapped = mappedByUser(literal.value, context.settings) ?? (reading && portkeyModel(reading, context.settings));
  if (!mapped) return { kind: "blocked", reason: `The provider of "${literal.value}" is not known` };
  if (mapped.kind === "manual") return { kind: "blocked", reason: `"${literal.value}": ${mapped.reason.replace(/\.$/, "")}` };

  if (mapped.endpoint !== "chat") return { kind: "blocked", reason: `"${literal.value}" answers on \`${mapped.endpoint}\`, not on chat completions` };

  const provider = reading?.kind === "litellm" ? reading.provider.prefix : "";
  const remarks = mapped.notes.map((note) => note.replace(/\.$/, ""));
  const reasons = mapped.rewriteClass === "B" ? [...remarks] : [];
  if (mapped.slugSource === "suggested") reasons.unshift(suggestedSlug(mapped.slug, provider));
  const notes = mapped.rewriteClass === "A" ? remarks : [];
  const source: ModelSource = { kind: "model", literal, portkeyName: mapped.name, provider, requires: mapped.requires, reasons, notes, together: [] };
  return value.kind === "name" ? shareConstant(value, source, context) : source;
}

/** Why a rewrite with a slug that nobody confirmed has to be reviewed. */
export const suggestedSlug = (slug: string, provider: string): string => `\`${slug}\` is a suggested slug: map \`${provider}\` to the slug of your AI Provider`;

/** A constant changes for all its readers at once: each must be the model of a call that is rewritten with it. */
function shareConstant(name: Expression & { readonly kind: "name" }, source: ModelSource, { facts, catalog }: PlanContext): ModelSource | { readonly kind: "blocked"; readonly reason: string } {
  const binding = name.binding === undefined ? undefined : facts.bindings[name.binding];
  if (binding?.kind !== "variable") return { kind: "blocked", reason: `Where \`${name.name}\` gets its value is not known` };
  const others = binding.reads.filter((read) => read.start !== name.span.start);
  const asModel = modelArguments(facts, catalog);
  if (others.some((read) => !asModel.has(read.start))) return { kind: "blocked", reason: `\`${name.name}\` is read in other places than model arguments, which would see the new name too` };
  const reasons = binding.place === "module" || binding.isExported ? [...source.reasons, `Other files may import \`${name.name}\` and would get the new name`] : source.reasons;
  return { ...source, reasons, together: [...others, source.literal.span] };
}

/** Facts are never changed, so what follows from them is worked out once: a constant may be read by every call of a file. */
const modelArgumentsOfFiles = new WeakMap<FileFacts, ReadonlyMap<number, Expression>>();

/** The model arguments of a file's LiteLLM requests by where they start: a keyword, the first position, a property of the options. */
export function modelArguments(facts: FileFacts, catalog: Catalog): ReadonlyMap<number, Expression> {
  const known = modelArgumentsOfFiles.get(facts);
  if (known) return known;
  const starts = new Map<number, Expression>();
  for (const { callee, arguments: given } of facts.calls) {
    if (!catalog.isRequest(callee.path)) continue;
    for (const [index, { keyword, kind, value }] of given.entries()) {
      if (keyword === "model" || (kind === "positional" && index === 0)) starts.set(value.span.start, value);
      if (value.kind === "record") for (const entry of value.entries) if (entry.key === "model") starts.set(entry.value.span.start, entry.value);
    }
  }
  modelArgumentsOfFiles.set(facts, starts);
  return starts;
}

/** Where a value comes from that is not written where it is used. */
export function describeValue(value: Expression): string {
  switch (value.kind) {
    case "name":
      return `\`${value.name}\``;
    case "chain":
      return `\`${value.text}\``;
    case "environment":
      return `the environment variable \`${value.variable}\``;
    case "template":
      return value.prefix === "" ? "a string with holes" : `a string that starts with "${value.prefix}"`;
    case "choice":
      return "one of several values";
    case "call":
      return "the value of a call";
    default:
      return "an expression";
  }
}
