import { hostedGateway } from "../catalog/gateway.ts";
import { readModel } from "../catalog/model-string.ts";
import { mappedByUser, portkeyModel } from "../catalog/portkey-model.ts";
import type { Binding, Call, Expression, FileFacts, StringLiteral } from "../facts/facts.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { type ClientOption, optionsOf } from "./client-options.ts";
import { suggestedSlug } from "./model-argument.ts";
import type { ProxyClient } from "./proxy-clients.ts";
import { gatewayKey } from "./typescript.ts";

/** Plans the change of a client and of every model name its calls give; without all of the names there is no fix. */
export function planProxyClient({ call, entry, address, key }: ProxyClient, context: PlanContext): CallPlan {
  if (entry.kind !== "openai" || !address) return { kind: "blocked", reasons: [] };
  const blocked: string[] = [];
  const reasons: string[] = [];
  const notes: string[] = [];
  const literals = new Map<number, { readonly literal: StringLiteral; readonly name: string }>();
  const { facts } = context;

  const given = optionsOf(call, facts);
  if (given.some(({ isIndirect }) => isIndirect)) blocked.push("Its options are put together outside of the call");
  if (given.some(({ name }) => name === "…")) blocked.push("A spread among the options may set the key or headers");
  for (const { name } of given) if (name === "default_headers" || name === "defaultHeaders") reasons.push(`\`${name}\` may hold headers that are meant for the proxy`);
  if (address.value.kind === "name" && address.value.binding !== undefined && facts.bindings[address.value.binding]?.kind === "parameter")
    reasons.push(`\`${address.value.name}\` is a parameter: an address that a caller gives would no longer be used`);
  const owner = facts.bindings.find(({ initial }) => initial?.span.start === call.span.start && initial.span.end === call.span.end);
  const calls = owner ? callsOn(owner, context) : undefined;
  if (!owner || !calls) blocked.push("The client goes where its calls cannot be seen, and the proxy's model names with it");
  else if (calls.length === 0) blocked.push("No call on the client is in this file, so the proxy's model names are not known");
  if (owner && calls) reasons.push(...unseenUses(owner, calls, facts));
  for (const request of calls ?? []) {
    const options = optionsOf(request, facts);
    const model = options.find(({ name }) => name === "model");
    const resolved = resolveAlias(model?.value, context);
    if (resolved.kind === "blocked") blocked.push(resolved.reason);
    else {
      literals.set(resolved.literal.span.start, { literal: resolved.literal, name: resolved.name });
      reasons.push(...resolved.reasons);
    }
    if (options.some(({ name }) => name === "extra_body")) reasons.push("`extra_body` may hold fields that only LiteLLM's proxy reads");
  }
  const needed = facts.language === "python" ? "os" : "process";
  if (facts.anchors.taken.has(needed)) blocked.push(`\`${needed}\` is another thing in this file, and the key is read with the module of that name`);
  if (blocked.length > 0) return { kind: "blocked", reasons: [...new Set(blocked)] };
  return {
    kind: "rewrite",
    title: "Point the client at Portkey",
    strategy: "openai-client",
    isOnlyWay: true,
    reasons: [...new Set(reasons)],
    notes,
    together: [],
    apply(edit) {
      const secret = facts.language === "python" ? `${edit.module("os")}.environ[${edit.string("PORTKEY_API_KEY")}]` : gatewayKey(edit.layout);
      const give = ({ name, span, value }: ClientOption, text: string): void => edit.replace(value.span, value.span.start === span.start ? `${name}: ${text}` : text);
      give(address, edit.string(hostedGateway));
      // Without a key of its own the client would send `OPENAI_API_KEY` to the gateway.
      if (key) give(key, secret);
      else edit.addItem(address.span, facts.language === "python" ? `api_key=${secret}` : `apiKey: ${secret}`);
      for (const { literal, name } of literals.values()) edit.replace(literal.content, name);
    },
  };
}

/** Why more may be called on a client than its file shows. */
function unseenUses(owner: Binding, calls: readonly Call[], { language }: FileFacts): string[] {
  // `#client` is seen by its class alone.
  if (owner.name.startsWith("#")) return [];
  if (owner.kind === "member") return [`\`${owner.name}\` is a member: other classes and files may make calls on it with the proxy's names`];
  // A module that makes calls when it is loaded is a program, which nobody imports.
  const isProgram = calls.some(({ place }) => place === "module" || place === "main");
  if (language !== "python" || owner.place !== "module" || isProgram) return [];
  return [`Other files may import \`${owner.name}\` and make calls on it with the proxy's names`];
}

/** The calls made on a client; undefined when the client is also handed on, exported or returned. */
function callsOn(owner: Binding, { facts }: PlanContext): Call[] | undefined {
  if (owner.isExported || owner.declarations.length !== 1) return undefined;
  const calls = owner.reads.map((read) => facts.calls.find(({ callee }) => callee.root.start === read.start && callee.binding === owner.id));
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

type ResolvedAlias = { readonly kind: "resolved"; readonly literal: StringLiteral; readonly name: string; readonly reasons: readonly string[] } | { readonly kind: "blocked"; readonly reason: string };

/** A model name of the proxy, by `modelMap` or by the proxy's configuration in the workspace. */
function resolveAlias(value: Expression | undefined, { settings, workspace }: PlanContext): ResolvedAlias {
  if (value?.kind !== "string" || !value.isPlain) return { kind: "blocked", reason: "A call on the client does not name its model as a plain string" };
  const exact = mappedByUser(value.value, settings);
  if (exact?.kind === "mapped") return { kind: "resolved", literal: value, name: exact.name, reasons: [] };
  if (exact) return { kind: "blocked", reason: exact.reason.replace(/\.$/, "") };
  const models = Object.hasOwn(workspace.proxyModels, value.value) ? workspace.proxyModels[value.value] : undefined;
  if (models === undefined) return { kind: "blocked", reason: `"${value.value}" is a name the proxy gives: map it in \`portkeyMigrate.modelMap\`, or keep the proxy's config.yaml in the workspace` };
  const mapped = models.map((model) => {
    const reading = readModel(model);
    return reading && portkeyModel(reading, settings);
  });
  const first = mapped[0];
  if (!first || mapped.some((other) => other?.kind !== "mapped" || first.kind !== "mapped" || other.name !== first.name)) {
    return {
      kind: "blocked",
      reason: `"${value.value}" stands for ${models.length} deployments in the proxy's configuration: make a Portkey config of them, or map the name in \`portkeyMigrate.modelMap\``,
    };
  }
  if (first.kind !== "mapped") return { kind: "blocked", reason: `"${value.value}" has no counterpart: ${first.reason.replace(/\.$/, "")}` };
  const reasons = first.rewriteClass === "B" ? [...first.notes] : [];
  if (first.slugSource === "suggested") reasons.push(suggestedSlug(first.slug, models[0]?.split("/")[0] ?? ""));
  return { kind: "resolved", literal: value, name: first.name, reasons };
}
