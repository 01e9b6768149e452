import type { RequestEntry } from "../../catalog/entries.ts";
import type { Call } from "../../facts/facts.ts";
import { fateOf } from "../../rewrite/argument-fate.ts";
import type { Remarks } from "../../rewrite/call-plan.ts";
import type { FixBuilder } from "../../rewrite/fix-builder.ts";
import type { RequestArgument } from "../../rewrite/request-call.ts";
import { defaultStrategy } from "../../settings.ts";
import { contains, type Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { type NamedValue, namedValues, sdkCalls } from "./sdk-calls.ts";

export const portkeyLeftoverArgument = defineRule({
  id: "portkey-leftover-argument",
  title: "Argument that goes into the body of the request",
  why: "Portkey's SDK sends every argument it does not know to the provider, in the body of the request. LiteLLM's own arguments do nothing there, and a key among them ends up in logs.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 3,

  *detect(context) {
    for (const { call, use } of sdkCalls(context)) {
      if (use.kind !== "method") continue;
      const target = context.catalog.requestBy(use.method);
      const taken = context.catalog.portkey.takenBy(use.method);
      if (!target || !taken) continue;
      const client = call.callee.isDirect ? call.objects[use.method.split(".").length - 1] : undefined;
      const left = namedValues(call, context.facts, 0).entries.flatMap((given) => leftover(given, target, taken, context) ?? []);
      const canMove = ({ given, fate, remarks }: Leftover): boolean =>
        call.callee.isDirect && contains(call.argumentsSpan, given.span) && remarks.blocked.size === 0 && (fate.kind === "goes" || (fate.kind === "option" && client !== undefined));
      const moving = left.filter(canMove);
      if (moving.length > 0) yield movedMatch(moving, call, client, context);
      for (const each of left) if (!canMove(each)) yield stayingMatch(each, call);
    }
  },
});

/** An argument that does not belong where it is, and what becomes of it. */
interface Leftover {
  readonly given: NamedValue;
  readonly fate: RequestArgument["fate"];
  readonly remarks: Remarks;
}

function leftover(given: NamedValue, target: RequestEntry, taken: readonly string[], context: RuleContext): Leftover | undefined {
  const { facts, catalog } = context;
  const name = facts.language === "python" ? given.name : given.name.replace("URL", "Url").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const { value, span } = given;
  if (value.kind === "nothing" || taken.includes(name) || name === "metadata" || target.takes?.includes(name)) return undefined;
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const option = misplacedOption(given, taken, context);
  if (option) {
    remarks.reasons.add(`\`${given.name}\` takes effect from now on`);
    return { given, fate: option, remarks };
  }
  const parameter = target.parameters?.find((entry) => entry.name === name) ?? catalog.parameter(name);
  if (!parameter || parameter.kind === "same") return undefined;
  const fate = fateOf(name, { span, keyword: name, kind: "keyword", value }, target, context, remarks);
  if (fate.kind === "config") remarks.blocked.add(`\`${given.name}\`: ${parameter.note ?? "A part of the config"}`.replace(/\.$/, ""));
  if (fate.kind === "stays" && remarks.blocked.size === 0) remarks.blocked.add(`\`${given.name}\` is no argument of this request`);
  if (facts.language === "typescript" && fate.kind === "option") remarks.blocked.add(`\`${given.name}\` is an option of the client`);
  return { given, fate, remarks };
}

/** An option of Portkey's client that a request is given as if it were its own; only Python has a place for it beside the request. */
function misplacedOption({ name, value }: NamedValue, taken: readonly string[], { facts, catalog }: RuleContext): RequestArgument["fate"] | undefined {
  if (facts.language !== "python" || !catalog.portkey.options.python.includes(name) || catalog.parameter(name)?.kind === "drop") return undefined;
  // Seconds, as LiteLLM and the OpenAI SDK count them.
  if (name === "request_timeout" && !(value.kind === "number" && value.value >= 1000)) return undefined;
  // A model's own field of that name holds more than a text.
  if (value.kind === "record" && name !== "config") return undefined;
  return taken.includes(name) ? undefined : { kind: "option", to: name, value };
}

function movedMatch(moving: readonly Leftover[], call: Call, client: Span | undefined, { facts, settings }: RuleContext): Match {
  const first = moving.find(isSecret) ?? moving[0];
  const reasons = [...new Set(moving.flatMap(({ remarks }) => [...remarks.reasons]))];
  const notes = [...new Set(moving.flatMap(({ remarks }) => [...remarks.notes]))];
  const names = moving.map(({ given }) => `\`${given.name}\``);
  return {
    span: call.span,
    focus: first?.given.span ?? call.callee.span,
    message: messageOf(names, moving.some(isSecret)),
    symbol: call.callee.path,
    ...(moving.some(isSecret) ? { severity: "error" as const } : {}),
    fixes: [
      {
        title: moving.some(({ fate }) => fate.kind === "option") ? `Move ${names.join(", ")} out of the request` : `Remove ${names.join(", ")}`,
        strategy: defaultStrategy(settings, facts.language),
        safety: reasons.length > 0 ? "unsafe" : "safe",
        notes: [...reasons, ...notes].map((sentence) => `${sentence}.`),
        apply: (edit) => move(moving, client, edit),
      },
    ],
  };
}

function move(moving: readonly Leftover[], client: Span | undefined, edit: FixBuilder): void {
  const options = moving.flatMap(({ fate }) => (fate.kind === "option" ? [`${fate.to}=${typeof fate.value === "string" ? fate.value : edit.textOf(fate.value.span)}`] : []));
  if (client && options.length > 0) edit.insert(client.end, `.with_options(${options.join(", ")})`);
  const items = moving[0]?.given.items ?? [];
  edit.removeItems(items, (index) => moving.some(({ given }) => given.span.start === items[index]?.start));
}

function stayingMatch(left: Leftover, call: Call): Match {
  const { given, fate, remarks } = left;
  const byHand = fate.kind === "option" ? `Give it to the client: \`client.with_options(${fate.to}=…)\`` : "Take it out where it is given";
  const steps = remarks.blocked.size > 0 ? [...remarks.blocked] : [byHand];
  return {
    span: given.span,
    focus: given.span,
    message: messageOf([`\`${given.name}\``], isSecret(left)),
    symbol: call.callee.path,
    ...(isSecret(left) ? { severity: "error" as const } : {}),
    fixes: [],
    manual: steps.map((sentence) => `${sentence}.`).join(" "),
  };
}

const isSecret = ({ given }: Leftover): boolean => /(?:api_?key|token|secret|password|credentials|access_key_id)$/i.test(given.name);

const messageOf = (names: readonly string[], hasSecret: boolean): string =>
  `${names.join(", ")} ${names.length === 1 ? "goes" : "go"} to the provider in the body of the request${hasSecret ? ", where keys are logged" : ""}`;
