import type { WrapperEntry } from "../../catalog/entries.ts";
import { hostedGateway } from "../../catalog/gateway.ts";
import { readModel } from "../../catalog/model-string.ts";
import type { Call, Role } from "../../facts/facts.ts";
import { describeValue } from "../../rewrite/model-argument.ts";
import { isOfProject, planWrapperCall, wrappedModel, writtenModel } from "../../rewrite/wrapper-call.ts";
import type { Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { modelOrigin } from "./model-origin.ts";
import { ownWrapperMatch } from "./own-wrappers.ts";
import { plannedMatch } from "./planned-match.ts";

export const liteLlmWrapper = defineRule({
  id: "litellm-wrapper",
  title: "Class that calls LiteLLM",
  why: "Frameworks, and classes of a program's own, call LiteLLM for the models that they are given, so LiteLLM is used, and stays installed, where no code imports it.",
  languages: ["python"],
  severity: "warning",
  feedsLiteLlm: "always",
  minutesByHand: 5,

  *detect(context) {
    const { facts, catalog } = context;
    let isMigrated = false;
    const ofFrameworks = new Set<number>();
    for (const call of facts.calls) {
      const wrapper = catalog.wrapper(call.callee.path);
      if (!wrapper) continue;
      ofFrameworks.add(call.span.start);
      const match = callMatch(call, wrapper, context);
      if (match) yield match;
      else if (!wrapper.onlyNames) isMigrated = true;
    }
    for (const construction of facts.constructions) {
      const match = ofFrameworks.has(construction.span.start) ? undefined : ownWrapperMatch(construction, context);
      if (match) yield match;
    }
    const imported = new Set(facts.imports.flatMap(({ names }) => names.map(({ path }) => path)));
    for (const { span, path, role } of facts.references) {
      // The import tells of the class; a construction and a class built on it are changes of their own.
      const isTold = imported.has(path) ? role !== "base-class" : role === "call" && catalog.wrapper(path) !== undefined;
      if (!isTold && catalog.isWrapperPart(path)) yield mention(span, path, mentions[role] ?? "is used", context);
    }
    // What is imported for calls that go through Portkey already is no news.
    if (isMigrated) return;
    for (const { form, names, module, span } of facts.imports) {
      for (const name of names) if (catalog.isWrapperPart(name.path)) yield mention(name.span, name.path, "is imported", context);
      if (form === "star" && catalog.isWrapperPart(module)) yield mention(span, module, "is imported", context);
    }
  },
});

/** A construction that calls LiteLLM; undefined where its model's name proves that it does not, or goes through Portkey already. */
function callMatch(call: Call, wrapper: WrapperEntry, context: RuleContext): Match | undefined {
  const { path } = call.callee;
  const value = wrappedModel(call, wrapper);
  const written = writtenModel(value);
  if (wrapper.onlyNames && (written === undefined || !written.startsWith(wrapper.prefix ?? ""))) return undefined;
  const reading = written === undefined ? undefined : readModel(written.slice(wrapper.prefix?.length ?? 0));
  if (reading?.kind === "portkey") return undefined;
  const read = reading ? ` (provider ${reading.provider.prefix}, model ${reading.model})` : "";
  const model = written !== undefined ? ` with "${written}"${read}` : value ? `; its model is decided at run time: ${describeValue(value)}` : "";
  const match = {
    span: call.span,
    focus: call.callee.span,
    message: `\`${path}\` calls LiteLLM${wrapper.isMixed ? " (newer versions: some providers themselves)" : ""}${model}`,
    symbol: path,
    related: modelOrigin(value, context.facts),
  };
  return plannedMatch(match, [planWrapperCall(call, wrapper, context)], isOfProject(path, context) ? ownStep(path) : nextStep(wrapper));
}

const mentions: Readonly<Partial<Record<Role, string>>> = { "base-class": "is extended", annotation: "is named as a type", comparison: "is compared with", call: "is called", export: "is exported" };

function mention(span: Span, path: string, what: string, context: RuleContext): Match {
  const wrapper = context.catalog.wrapper(path);
  const step = wrapper ? nextStep(wrapper) : "It goes with the framework's classes that call LiteLLM: change those first.";
  return { span, focus: span, message: `\`${path}\` ${what}, which calls LiteLLM`, symbol: path, fixes: [], manual: isOfProject(path, context) ? ownStep(path) : step };
}

/** In a framework's own repository. */
const ownStep = (path: string): string => `\`${path}\` is this project's own: it sends what its own code sends, and changes with that.`;

function nextStep({ model, address, key, instead }: WrapperEntry): string {
  const keep = model && address && key ? `keep it and give it \`${model}="openai/@slug/model"\`, \`${address}="${hostedGateway}"\` and \`${key}\` of Portkey` : undefined;
  const steps = [keep, instead && `use ${instead}`].filter((step) => step !== undefined);
  if (steps.length === 0) return "It calls LiteLLM for every model: use the framework's class for servers that are compatible with OpenAI, or Portkey's client, in its place.";
  const text = steps.join(", or ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.${instead?.includes("…") ? ` Portkey's address is \`${hostedGateway}\`.` : ""}`;
}
