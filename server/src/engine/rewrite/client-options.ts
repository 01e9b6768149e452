import type { Argument, Expression, FileFacts, RecordEntry } from "../facts/facts.ts";
import type { Span } from "../text/span.ts";
import type { FixBuilder } from "./fix-builder.ts";

/** A named argument of a call, or a property of the options object. */
export interface ClientOption {
  /** Of a record inside the options, by the way to it: `configuration.baseURL`. */
  readonly name: string;
  readonly span: Span;
  readonly value: Expression;
  /** Not written in the call itself, but in a record that it is given. */
  readonly isIndirect: boolean;
}

/** The named arguments of a call, with those of records that it is given where these can be read; `…` stands for what cannot. */
export function optionsOf({ arguments: given }: { readonly arguments: readonly Argument[] }, facts: FileFacts): ClientOption[] {
  return given.flatMap(({ keyword, kind, span, value }): ClientOption[] => {
    if (keyword !== undefined) return [{ name: keyword, span, value, isIndirect: false }];
    if (kind === "splat") return entriesOf(value, facts, true) ?? [{ name: "…", span, value, isIndirect: false }];
    return entriesOf(value, facts, value.kind !== "record") ?? [];
  });
}

/** The option of one of several names, those of inner records among them: `configuration.baseURL`. */
export function optionNamed(options: readonly ClientOption[], names: readonly string[], facts: FileFacts): ClientOption | undefined {
  for (const name of names) {
    const found = optionAt(options, name.split("."), facts);
    if (found) return found;
  }
  return undefined;
}

/** Gives an option another value; `{ baseURL }` is its name and its value in one. */
export function giveValue({ name, span, value }: ClientOption, text: string, edit: FixBuilder): void {
  // What is never undefined needs no `!`.
  const end = edit.textOf({ start: value.span.end, end: span.end }) === "!" ? span.end : value.span.end;
  edit.replace({ start: value.span.start, end }, value.span.start === span.start ? `${name}: ${text}` : text);
}

function optionAt(options: readonly ClientOption[], [first, ...rest]: readonly string[], facts: FileFacts): ClientOption | undefined {
  // Of two with one name the last one counts: what is spread before it is replaced.
  const option = options.filter(({ name }) => name === first).at(-1);
  if (!option || rest.length === 0) return option;
  const inner = entriesOf(option.value, facts, option.isIndirect || option.value.kind !== "record");
  return inner && optionAt(inner, rest, facts);
}

/** The entries of a record, or of the one that a name is bound to. */
function entriesOf(value: Expression, facts: FileFacts, isIndirect: boolean): ClientOption[] | undefined {
  const record = value.kind === "name" && value.binding !== undefined ? facts.bindings[value.binding]?.initial : value;
  if (record?.kind !== "record") return undefined;
  return record.entries.flatMap((entry: RecordEntry): ClientOption[] => {
    if (entry.key !== undefined) return [{ name: entry.key, span: entry.span, value: entry.value, isIndirect }];
    const spread = entry.value.kind === "name" && entry.value.binding !== undefined ? facts.bindings[entry.value.binding]?.initial : undefined;
    // A record that spreads itself is read no deeper.
    if (spread?.kind !== "record") return [{ name: "…", span: entry.span, value: entry.value, isIndirect }];
    return spread.entries.map((inner) => ({ name: inner.key ?? "…", span: inner.span, value: inner.value, isIndirect: true }));
  });
}
