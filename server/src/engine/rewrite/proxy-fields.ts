import type { Expression } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { ClientOption } from "./client-options.ts";
import { configName } from "./config-name.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { type ConfigRecord, type ConfigValue, isFixedConfig } from "./portkey-config.ts";
import { proxyModel } from "./proxy-model.ts";
import { headerOf } from "./python-sdk.ts";
import { retryConfig } from "./retry-config.ts";

/** What the proxy alone reads from a request's body, and the headers that take its place at the gateway. */
export interface ProxyFields {
  readonly gone: readonly ClientOption[];
  readonly headers: readonly AddedHeader[];
}

/** A header of the gateway's. */
interface AddedHeader {
  readonly name: string;
  readonly text: (edit: FixBuilder) => string;
}

/** Plans what moves out of a request's body: fields that LiteLLM's proxy reads itself, and the provider would refuse. */
export function planProxyFields(body: readonly ClientOption[], at: Span, asModel: ReadonlySet<number>, context: PlanContext, remarks: Remarks): ProxyFields {
  const { catalog } = context;
  const { blocked, reasons } = remarks;
  const gone: ClientOption[] = [];
  const headers: AddedHeader[] = [];
  const config: Record<string, ConfigValue | undefined> = {};
  const move = (option: ClientOption, header: AddedHeader): void => {
    gone.push(option);
    headers.push(header);
  };
  for (const option of body) {
    const { name, value } = option;
    const parameter = catalog.parameter(name);
    if (!parameter || parameter.kind === "same" || parameter.kind === "rename" || keptNames.has(name)) continue;
    if (value.kind === "nothing") gone.push(option);
    else if (name === "metadata" || name === "litellm_metadata") {
      const text = metadataText(value);
      if (text === undefined) blocked.add(`\`${name}\`: Portkey's metadata are short texts in the header \`x-portkey-metadata\``);
      else {
        if (text.isOpen) reasons.add(`\`${name}\`: Portkey takes texts of up to ${catalog.portkey.longestMetadata} characters alone, and a header no letters beyond Latin ones`);
        move(option, { name: "metadata", text: (edit) => `JSON.stringify(${edit.textOf(value.span)})` });
      }
    } else if (parameter.to === "trace_id") move(option, { name: "trace_id", text: (edit) => edit.textOf(value.span) });
    else if (name === "num_retries" || name === "max_retries") {
      config.retry = retryConfig(name, value, context, remarks);
      gone.push(option);
    } else if (name === "fallbacks") {
      Object.assign(config, fallbackTargets(value, body, asModel, context, remarks));
      gone.push(option);
    } else if (parameter.kind === "drop") {
      if (parameter.rewriteClass !== "A") reasons.add(parameter.note ? `\`${name}\`: ${parameter.note.replace(/\.$/, "")}` : `\`${name}\` has no counterpart in the call`);
      gone.push(option);
    } else blocked.add(parameter.note ? `\`${name}\`: ${parameter.note.replace(/\.$/, "")}` : `\`${name}\` is LiteLLM's own`);
  }
  if (Object.values(config).some((part) => part !== undefined))
    headers.unshift({ name: "config", text: (edit) => `JSON.stringify(${isFixedConfig(config) ? edit.constant(configName(config), config) : edit.config(config, at.start)})` });
  return { gone, headers };
}

/** Headers as entries of a record. */
export const headerEntries = (headers: readonly AddedHeader[], edit: FixBuilder): string => headers.map(({ name, text }) => `${edit.string(headerOf(name))}: ${text(edit)}`).join(", ");

/** Fields that OpenAI has as well, and that the proxy passes on. */
const keptNames: ReadonlySet<string> = new Set(["model", "messages", "input", "prompt"]);

/** Metadata as it can be written into a header: whether anything in it is decided at run time. */
function metadataText(value: Expression): { readonly isOpen: boolean } | undefined {
  if (value.kind === "name" || value.kind === "chain") return { isOpen: true };
  if (value.kind !== "record" || value.entries.some(({ key }) => key === undefined || key === "tags")) return undefined;
  const values = value.entries.map((entry) => entry.value);
  if (values.some(({ kind }) => kind === "record" || kind === "list" || kind === "number" || kind === "boolean")) return undefined;
  return { isOpen: values.some((each) => each.kind !== "string" || each.value.length > 128 || !/^[\x20-\x7e]*$/.test(each.value)) };
}

/** Other models of the proxy, which are asked where the one before them fails. */
function fallbackTargets(value: Expression, body: readonly ClientOption[], asModel: ReadonlySet<number>, context: PlanContext, remarks: Remarks): ConfigRecord {
  const own = body.find(({ name }) => name === "model")?.value;
  const names: string[] = [];
  for (const each of [own, ...(value.kind === "list" ? value.items : [undefined])]) {
    const model = proxyModel(each, asModel, context);
    const [first, ...others] = model.kind === "models" ? model.names : [];
    if (model.kind === "models") for (const reason of model.reasons) remarks.reasons.add(reason);
    if (first && others.length === 0) names.push(first.portkeyName);
    else remarks.blocked.add(model.kind === "blocked" ? model.reason : "`fallbacks` or the model beside it is decided at run time: write the config with its targets here");
  }
  remarks.reasons.add("`fallbacks`: the gateway asks the next model after every answer that is no success");
  return { strategy: { mode: "fallback" }, targets: names.map((model) => ({ override_params: { model } })) };
}
