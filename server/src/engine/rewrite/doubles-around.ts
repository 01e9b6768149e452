import { namedPackage, replacesInTests } from "../catalog/named-package.ts";
import type { FileFacts, Reference } from "../facts/facts.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import { contains, type Span } from "../text/span.ts";
import { doubledPath } from "./adapter-imports.ts";

/** What a test replaces in LiteLLM where a use of LiteLLM's is a part of what it puts there: an error that the double raises has to be of the class that whoever calls it catches. */
export const doublesAround = ({ span }: Reference, facts: FileFacts): readonly Span[] =>
  doublesOf(facts).flatMap(({ call, replaced }) => (contains(call, span) && !contains(replaced, span) ? [replaced] : []));

/** The doubles of a file: the whole call, and the part of it that names what is replaced. */
const doublesOf = oncePerFile((facts): readonly { readonly call: Span; readonly replaced: Span }[] =>
  facts.strings.flatMap((string) => {
    const { context } = string;
    if (context.kind !== "argument" || !replacesInTests(context.callee)) return [];
    if (namedPackage(string, facts)?.use === "double") return [{ call: context.call, replaced: string.span }];
    const { first } = context;
    const isPart = first !== undefined && facts.references.some((each) => each.span.start === first.span.start && each.span.end === first.span.end && doubledPath(each) !== undefined);
    return isPart ? [{ call: context.call, replaced: first.span }] : [];
  }),
);
