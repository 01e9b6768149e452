import type { Argument, Call, Expression } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import type { ClientOption } from "./client-options.ts";
import { configName } from "./config-name.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { type ConfigRecord, type ConfigValue, isFixedConfig } from "./portkey-config.ts";
import { planProxyHeaders } from "./proxy-headers.ts";
import { proxyModel } from "./proxy-model.ts";
import { headerOf } from "./python-sdk.ts";
import { retryConfig } from "./retry-config.ts";

/** What becomes of one request to a proxy besides the name of its model. */
export interface RequestRewrite {
  apply(edit: FixBuilder): void;
}

/** A header that takes the place of something in the body. */
interface AddedHeader {
  readonly name: string;
  readonly text: (edit: FixBuilder) => string;
}

/** Plans what moves out of a TypeScript request's body: fields that LiteLLM's proxy reads itself, and the provider would refuse. */
export function planProxyRequest(call: Call, options: readonly ClientOption[], asModel: ReadonlySet<number>, context: PlanContext, remarks: Remarks): RequestRewrite {
  const { catalog, facts } = context;
  // In Python they stand in `extra_body`.
  if (facts.language !== "typescript") return { apply() {} };
  const { blocked, reasons } = remarks;
  const gone: ClientOption[] = [];
  const headers: AddedHeader[] = [];
  const config: Record<string, ConfigValue | undefined> = {};
  const move = (option: ClientOption, header: AddedHeader): void => {
    gone.push(option);
    headers.push(header);
  };
  for (const option of bodyOf(call, options)) {
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
      Object.assign(config, fallbackTargets(value, options, asModel, context, remarks));
      gone.push(option);
    } else if (parameter.kind === "drop") {
      if (parameter.rewriteClass !== "A") reasons.add(parameter.note ? `\`${name}\`: ${parameter.note.replace(/\.$/, "")}` : `\`${name}\` has no counterpart in the call`);
      gone.push(option);
    } else blocked.add(parameter.note ? `\`${name}\`: ${parameter.note.replace(/\.$/, "")}` : `\`${name}\` is LiteLLM's own`);
  }
  if (Object.values(config).some((part) => part !== undefined))
    headers.unshift({ name: "config", text: (edit) => `JSON.stringify(${isFixedConfig(config) ? edit.constant(configName(config), config) : edit.config(config, call.span.start)})` });
  const indirect = gone.find(({ isIndirect }) => isIndirect);
  if (indirect) blocked.add(`\`${indirect.name}\` is LiteLLM's own, and stands outside of the call`);
  const beside = call.arguments[1]?.value;
  const ownHeaders = beside?.kind === "record" ? beside.entries.find(({ key }) => key === "headers") : undefined;
  const headerRewrite = ownHeaders && planProxyHeaders("headers", ownHeaders.value, context, remarks);
  if (headerRewrite?.goes && headers.length > 0) blocked.add("The headers of the request are those of the proxy alone: give it Portkey's by hand");
  const place = headers.length > 0 ? headerPlace(call) : undefined;
  if (place?.kind === "blocked") blocked.add("What is given beside the request's body is not written out here, and the gateway's headers belong to it");
  return {
    apply(edit) {
      headerRewrite?.apply(edit);
      const texts = headers.map(({ name, text }) => `${edit.string(headerOf(name))}: ${text(edit)}`);
      if (gone.length > 0) {
        const items = call.arguments[0]?.value;
        if (items?.kind === "record") {
          edit.removeItems(
            items.entries.map(({ span }) => span),
            (index) => gone.some(({ span }) => span.start === items.entries[index]?.span.start),
          );
        }
      }
      if (place?.kind === "item") edit.addItem(place.behind, place.wrap(texts.join(", ")));
      else if (place?.kind === "replace") edit.replace(place.span, place.wrap(texts.join(", ")));
    },
  };
}

/** Fields that OpenAI has as well, and that the proxy passes on. */
const keptNames: ReadonlySet<string> = new Set(["model", "messages", "input", "prompt"]);

/** The entries of the request's body. */
function bodyOf(call: Call, options: readonly ClientOption[]): readonly ClientOption[] {
  const beside = call.arguments[1]?.span;
  return beside ? options.filter(({ span, isIndirect }) => isIndirect || span.start < beside.start) : options;
}

/** Metadata as it can be written into a header: whether anything in it is decided at run time. */
function metadataText(value: Expression): { readonly isOpen: boolean } | undefined {
  if (value.kind === "name" || value.kind === "chain") return { isOpen: true };
  if (value.kind !== "record" || value.entries.some(({ key }) => key === undefined || key === "tags")) return undefined;
  const values = value.entries.map((entry) => entry.value);
  if (values.some(({ kind }) => kind === "record" || kind === "list" || kind === "number" || kind === "boolean")) return undefined;
  return { isOpen: values.some((each) => each.kind !== "string" || each.value.length > 128 || !/^[\x20-\x7e]*$/.test(each.value)) };
}

/** Other models of the proxy, which are asked where the one before them fails. */
function fallbackTargets(value: Expression, options: readonly ClientOption[], asModel: ReadonlySet<number>, context: PlanContext, remarks: Remarks): ConfigRecord {
  const own = options.find(({ name }) => name === "model")?.value;
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

type HeaderPlace =
  | { readonly kind: "item"; readonly behind: Argument["span"]; readonly wrap: (headers: string) => string }
  | { readonly kind: "replace"; readonly span: Argument["span"]; readonly wrap: (headers: string) => string }
  | { readonly kind: "blocked" };

/** Where a call takes headers: in its second argument. */
function headerPlace({ arguments: given }: Call): HeaderPlace {
  const [body, beside] = given;
  if (!body || given.some(({ kind }) => kind === "splat")) return { kind: "blocked" };
  if (!beside) return { kind: "item", behind: body.span, wrap: (headers) => `{ headers: { ${headers} } }` };
  if (beside.value.kind !== "record" || beside.value.entries.some(({ key }) => key === undefined)) return { kind: "blocked" };
  const headers = beside.value.entries.find(({ key }) => key === "headers");
  const last = beside.value.entries.at(-1);
  if (!headers) return last ? { kind: "item", behind: last.span, wrap: (texts) => `headers: { ${texts} }` } : { kind: "replace", span: beside.span, wrap: (texts) => `{ headers: { ${texts} } }` };
  const lastHeader = headers.value.kind === "record" ? headers.value.entries.at(-1) : undefined;
  return lastHeader ? { kind: "item", behind: lastHeader.span, wrap: (texts) => texts } : { kind: "blocked" };
}
