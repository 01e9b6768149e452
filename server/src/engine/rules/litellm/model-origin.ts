import type { Expression, FileFacts } from "../../facts/facts.ts";
import type { RelatedPlace } from "../rule.ts";

/** Where the file gives a model's name its value, for a name that is not written where it is used. */
export function modelOrigin(value: Expression | undefined, { bindings }: FileFacts): readonly RelatedPlace[] {
  const binding = value?.kind === "name" && value.binding !== undefined ? bindings[value.binding] : undefined;
  if (binding?.kind === "parameter") return binding.declarations.map((span) => ({ span, message: `\`${binding.name}\` is a parameter: callers give the model` }));
  return binding?.kind === "variable" ? binding.declarations.map((span) => ({ span, message: `\`${binding.name}\` gets its value here` })) : [];
}
