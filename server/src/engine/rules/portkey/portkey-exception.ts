import type { Call, Handler, Reference } from "../../facts/facts.ts";
import { defaultStrategy } from "../../settings.ts";
import { contains } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { sdkCalls } from "./sdk-calls.ts";

export const portkeyException = defineRule({
  id: "portkey-exception",
  title: "Exception that Portkey does not raise",
  why: "Portkey's SDKs raise the classes of their own copies of the OpenAI SDK, in Python `portkey_ai.openai`. A handler that names those of the `openai` package never meets them, though they print alike.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 3,

  *detect(context) {
    const { facts, catalog } = context;
    const handlers = new Map<number, { readonly handler: Handler; readonly call: Call }>();
    for (const { call, use } of sdkCalls(context)) {
      if (use.kind === "method" && catalog.portkey.raisesOpenAiErrors(use.method))
        for (const handler of call.handlers) if (!handlers.has(handler.span.start)) handlers.set(handler.span.start, { handler, call });
    }
    const onlyRequest = onlyRequestOf(context);
    for (const reference of facts.references) {
      if (isMissing(reference, context)) yield missingClass(reference, context);
      if (reference.role !== "except" || !/^openai\.(?:\w+\.)*[A-Z]\w*$/.test(reference.path)) continue;
      const around = [...handlers.values()].find(({ handler }) => contains(handler.span, reference.span));
      if (around) yield neverCaught(reference, around, context);
      else if (facts.language === "typescript" && onlyRequest) yield neverCaught(reference, { call: onlyRequest }, context);
    }
  },
});

/** A request by Portkey's SDK in a file that makes none by the `openai` package: there `instanceof` meets nothing anywhere, in a callback or a function of its own either. */
function onlyRequestOf(context: RuleContext): Call | undefined {
  const { facts, catalog } = context;
  if (facts.calls.some(({ callee }) => callee.path.startsWith("openai."))) return undefined;
  for (const { call, use } of sdkCalls(context)) if (use.kind === "method" && catalog.portkey.raisesOpenAiErrors(use.method)) return call;
  return undefined;
}

/** `portkey_ai.RateLimitError`: Python looks for it where an error is on its way already. */
const isMissing = ({ path }: Reference, { catalog }: RuleContext): boolean => /^portkey_ai\.[A-Z]\w*$/.test(path) && (catalog.error(path)?.portkey ?? null) !== null;

function missingClass({ path, span, root }: Reference, { facts, catalog, settings }: RuleContext): Match {
  const becomes = `openai.${catalog.error(path)?.portkey}`;
  const match = { span, focus: span, message: `There is no \`${path}\``, symbol: path };
  // Imported by its name it fails at once, and that import has to change.
  if (span.end === root.end) return { ...match, fixes: [], manual: `Import \`portkey_ai\`, and write \`portkey_ai.${becomes}\`.` };
  return {
    ...match,
    fixes: [
      {
        title: `Write \`portkey_ai.${becomes}\``,
        strategy: defaultStrategy(settings, facts.language),
        safety: "unsafe",
        notes: ["The handler runs from now on; until now looking for its class raised an `AttributeError` instead."],
        apply: (edit) => edit.replace({ start: root.end, end: span.end }, `.${becomes}`),
      },
    ],
  };
}

function neverCaught({ path, span }: Reference, { handler, call }: { readonly handler?: Handler; readonly call: Call }, { facts, settings, catalog }: RuleContext): Match {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const match = {
    span,
    focus: span,
    message: `\`${path.replace("openai.default.", "openai.")}\` is not what Portkey's SDK raises, so nothing of it is caught here`,
    symbol: path,
    related: [{ span: call.callee.span, message: "The request" }],
  };
  if (facts.language === "typescript") return { ...match, fixes: [], manual: statusStep(path, catalog) };
  const isShared = facts.calls.some(({ callee, handlers }) => callee.path.startsWith("openai.") && handlers.some((each) => each.span.start === handler?.span.start));
  if (isShared) return { ...match, fixes: [], manual: `Name \`portkey_ai.openai.${name}\` beside it: other calls in the same \`try\` are made by the \`openai\` package.` };
  return {
    ...match,
    fixes: [
      {
        title: `Catch \`portkey_ai.openai.${name}\``,
        strategy: defaultStrategy(settings, facts.language),
        safety: "unsafe",
        notes: [`The handler runs from now on where the gateway or the provider fails. Other code in the same \`try\` may still raise \`${path}\`, which is not caught any more.`],
        apply: (edit) => edit.replace(span, `${edit.module("portkey_ai")}.openai.${name}`),
      },
    ],
  };
}

/** What tells the error in TypeScript, where Portkey's package gives its classes to nobody. */
function statusStep(path: string, catalog: RuleContext["catalog"]): string {
  const status = catalog.error(path.slice(path.lastIndexOf(".") + 1))?.status ?? undefined;
  return `Ask for its status instead${status === undefined ? "" : `, \`(error as { status?: number }).status === ${status}\``}: Portkey's package does not export its classes. Or send the request by the \`openai\` package with Portkey's base URL.`;
}
