import type { Catalog } from "../catalog/catalog.ts";
import type { Argument, Expression, RecordEntry } from "../facts/facts.ts";
import type { HttpCall } from "../facts/http-facts.ts";
import { contains, type Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { describeValue } from "./model-argument.ts";

/** The parts of a request over HTTP, as its function takes them. */
export interface HttpParts {
  readonly url: Expression;
  readonly headers: RecordEntry | undefined;
  readonly body: Expression | undefined;
  /** Where headers are given that the request has none of yet: behind an entry of its options, or behind its last argument. */
  readonly behind: { readonly span: Span; readonly isEntry: boolean };
}

/** What a call gives its function, by the ways of `fetch`, of axios, and of ky and got; `name` is what it calls by its own name. */
export function partsOf({ callee, arguments: given }: HttpCall, name = callee.name): HttpParts | undefined {
  const [first, second, third] = given;
  const names = name.replaceAll("?.", ".").split(".");
  const last = names.at(-1) ?? "";
  if (!first || given.some(({ kind }) => kind === "splat")) return undefined;
  if (/^\$?o?fetch$/.test(last) || ((names[0] === "ky" || names[0] === "got") && (last === "post" || names.length === 1))) {
    const options = second && recordOf(second);
    const body = options?.find(({ key }) => key === "body" || key === "json");
    const behind = options?.at(-1);
    return options && behind ? { url: first.value, headers: options.find(({ key }) => key === "headers"), body: body && bodyOf(body.value), behind: { span: behind.span, isEntry: true } } : undefined;
  }
  if (names[0] !== "axios") return undefined;
  if (last === "post" && second) {
    const options = third ? recordOf(third) : [];
    const behind = options?.at(-1);
    if (!options || (third && !behind)) return undefined;
    return {
      url: first.value,
      headers: options.find(({ key }) => key === "headers"),
      body: bodyOf(second.value),
      behind: behind ? { span: behind.span, isEntry: true } : { span: second.span, isEntry: false },
    };
  }
  if (names.length > 1 && last !== "request") return undefined;
  const options = recordOf(first);
  const [url, body, behind] = [options?.find(({ key }) => key === "url"), options?.find(({ key }) => key === "data"), options?.at(-1)];
  if (!options || !url || !behind || options.some(({ key }) => key === "baseURL")) return undefined;
  return { url: url.value, headers: options.find(({ key }) => key === "headers"), body: body && bodyOf(body.value), behind: { span: behind.span, isEntry: true } };
}

/** The entries of a record that is written out whole. */
export function recordOf({ value }: Argument): readonly RecordEntry[] | undefined {
  return value.kind === "record" && value.entries.every(({ key }) => key !== undefined) ? value.entries : undefined;
}

/** The value that becomes the text of the body. */
const bodyOf = (value: Expression): Expression => (value.kind === "call" && value.callee === "JSON.stringify" ? (value.arguments[0]?.value ?? value) : value);

/** A body that is written out as a record. */
export type BodyRecord = Extract<Expression, { readonly kind: "record" }>;

/** The fields of a body that is written out: in the call, or in a constant that only the call reads; else why they cannot be told. */
export function bodyRecord(body: Expression | undefined, request: Span, { facts, catalog }: PlanContext): BodyRecord | { readonly kind: "unknown"; readonly reason: string } {
  const unknown = (reason: string) => ({ kind: "unknown", reason }) as const;
  if (!body) return unknown("It has no body that is written out in the call");
  const binding = body.kind === "name" && body.binding !== undefined ? facts.bindings[body.binding] : undefined;
  const record = body.kind === "record" ? body : binding?.initial;
  if (record?.kind !== "record") return unknown(`The body of the request is put together elsewhere (${describeValue(body)}): name its model \`@slug/model\` there`);
  const isOwn = (read: Span): boolean => contains(request, read) || binding?.fieldWrites.some((write) => write.read.start === read.start && isPlainField(write.key, catalog)) === true;
  if (binding && (binding.isExported || !binding.reads.every(isOwn))) return unknown(`\`${binding.name}\` is read in other places than the request, which would see what changes in it too`);
  return record.entries.every(({ key }) => key !== undefined) ? record : unknown("What a spread adds to the body of the request is known only at run time: it may name another model");
}

/** A field that the provider reads: whatever it is given later, the model and what the proxy reads stay as they are. */
const isPlainField = (key: string, catalog: Catalog): boolean => key !== "model" && ["same", "rename"].includes(catalog.parameter(key)?.kind ?? "");

/** Takes fields out of a body, given where they are. */
export function removeFields(body: BodyRecord, gone: readonly Span[], edit: FixBuilder): void {
  edit.removeItems(
    body.entries.map(({ span }) => span),
    (index) => gone.some(({ start }) => start === body.entries[index]?.span.start),
  );
}
