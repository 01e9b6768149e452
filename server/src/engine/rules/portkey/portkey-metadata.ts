import type { Expression } from "../../facts/facts.ts";
import { defaultStrategy } from "../../settings.ts";
import { contains } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { givenOptions, type NamedValue, namedValues, recordValues, sdkCalls } from "./sdk-calls.ts";

export const portkeyMetadata = defineRule({
  id: "portkey-metadata",
  title: "Metadata that Portkey does not take",
  why: "Portkey's metadata are short texts and an option of the client. The SDK checks neither: other values are refused or lost later, and `metadata` among a request's own arguments is a field of OpenAI's.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 3,

  *detect(context) {
    for (const { entries, call } of givenOptions(context)) {
      const metadata = entries.find(({ name }) => name === "metadata");
      if (!metadata) continue;
      for (const entry of recordValues(metadata.value, context.facts).entries) yield* valueMatches(entry, call.callee.path, context);
    }
    yield* requestMatches(context);
  },
});

function* valueMatches({ name, value, span }: NamedValue, symbol: string, { facts, catalog, settings }: RuleContext): Iterable<Match> {
  const longest = catalog.portkey.longestMetadata;
  const kind = kindOf(value, longest);
  if (kind === undefined) return;
  const text = facts.language === "python" && value.kind === "boolean" ? (value.value ? "true" : "false") : value.kind === "number" || value.kind === "boolean" ? String(value.value) : undefined;
  const match = { span, focus: contains(span, value.span) ? value.span : span, message: `The value of \`${name}\` is ${kind}, and Portkey takes texts of up to ${longest} characters`, symbol };
  if (text === undefined || !contains(span, value.span)) {
    yield { ...match, fixes: [], manual: value.kind === "string" ? "Shorten it, or put it into the log of your own." : "Give it as a text, such as one joined with commas." };
    return;
  }
  yield {
    ...match,
    fixes: [
      {
        title: "Give it as a text",
        strategy: defaultStrategy(settings, facts.language),
        safety: "unsafe",
        notes: [`\`${name}\` is a text from now on: filters and configs that compare it with ${kind} have to compare it with a text.`],
        apply: (edit) => edit.replace(value.span, edit.string(text)),
      },
    ],
  };
}

/** What a value is, where it is no short text; undefined where it is one or may be. */
function kindOf(value: Expression, longest: number): string | undefined {
  switch (value.kind) {
    case "number":
      return "a number";
    case "boolean":
      return "a boolean";
    case "list":
      return "a list";
    case "record":
      return "an object";
    case "string":
      return value.value.length > longest ? `${value.value.length} characters long` : undefined;
    default:
      return undefined;
  }
}

/** OpenAI takes metadata only with requests that it stores. */
function* requestMatches(context: RuleContext): Iterable<Match> {
  for (const { call, use } of sdkCalls(context)) {
    if (use.kind !== "method" || use.method !== "chat.completions.create") continue;
    const { entries, isOpen } = namedValues(call, context.facts, 0);
    const metadata = entries.find(({ name }) => name === "metadata");
    if (!metadata || isOpen || metadata.value.kind === "nothing" || entries.some(({ name }) => name === "store")) continue;
    const isPython = context.facts.language === "python";
    yield {
      span: metadata.span,
      focus: metadata.span,
      message: "`metadata` of a request is OpenAI's field for requests that it stores, not Portkey's metadata",
      symbol: call.callee.path,
      fixes: [],
      manual: isPython
        ? "Give it to the client: `client.with_options(metadata={…}).chat.completions.create(…)`."
        : "Give it to the client, which sends it with all of its requests: `new Portkey({ metadata: {…} })`.",
    };
  }
}
