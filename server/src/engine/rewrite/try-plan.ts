import { type ExceptionClass, hasAttribute, isBelow } from "../catalog/exceptions.ts";
import type { FileFacts } from "../facts/facts.ts";
import type { CaughtClass, Try, TryHandler } from "../facts/try-facts.ts";
import type { Span } from "../text/span.ts";
import type { PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { freeName } from "./names.ts";
import { type PythonSdk, portkeySdk } from "./python-sdk.ts";

/** What becomes of the handlers of a `try` statement, or why they stay as they are. */
export type TryPlan = { readonly kind: "rewrite"; readonly handlers: readonly HandlerPlan[] } | { readonly kind: "blocked"; readonly reason: string };

/** How one handler is written anew. */
export interface HandlerPlan {
  /** The classes it names that Portkey does not raise. */
  readonly classes: readonly Span[];
  readonly notes: readonly string[];
  apply(edit: FixBuilder): void;
}

/** What `planTry` has to know of the calls that the body runs. */
export interface TriedCalls {
  /** One of them has a limit of time that becomes the gateway's. */
  readonly hasGatewayTimeout: boolean;
}

/** Plans handlers that catch what Portkey's SDK raises where they caught LiteLLM's exceptions or those of `openai`. */
export function planTry({ handlers }: Try, calls: TriedCalls, context: PlanContext, sdk: PythonSdk): TryPlan {
  const readings: HandlerReading[] = [];
  for (const [index, handler] of handlers.entries()) {
    const reading = readHandler(handler, handlers.slice(index + 1), calls, context, sdk);
    if ("obstacle" in reading) return { kind: "blocked", reason: reading.obstacle };
    const shadow = readings.map((earlier) => shadowOf(reading, earlier)).find((obstacle) => obstacle !== undefined);
    if (shadow !== undefined) return { kind: "blocked", reason: shadow };
    readings.push(reading);
  }
  const planned = readings.filter(({ foreign }) => foreign.some(({ isKept }) => !isKept));
  return {
    kind: "rewrite",
    handlers: planned.map((reading) => ({
      classes: reading.foreign.flatMap(({ caught, isKept }) => (isKept ? [] : [caught.span])),
      notes: notesOf(reading),
      apply: (edit) => writeHandler(reading, context, sdk, edit),
    })),
  };
}

/** Whether a class that is caught is one of those that a client never raises; the OpenAI client raises its package's own. */
export const isForeignClass = ({ path }: Pick<CaughtClass, "path">, sdk: PythonSdk): boolean =>
  path !== undefined && (path.startsWith("litellm.") || (sdk === portkeySdk && path.startsWith("openai.")));

/** Whether a class is named by a variable of the file rather than by what an import brings in. */
export function isOwnName({ span }: Pick<CaughtClass, "span">, { references, bindings }: FileFacts): boolean {
  const reference = references.find((each) => each.span.start === span.start);
  return reference !== undefined && bindings[reference.binding]?.kind !== "import";
}

/** A handler with the classes of Portkey's SDK in the place of its own. */
interface HandlerReading {
  readonly handler: TryHandler;
  readonly foreign: readonly ForeignClass[];
  /** Errors of its classes that are not for it. */
  readonly leaves: Leaving | undefined;
}

interface ForeignClass {
  readonly caught: CaughtClass;
  readonly exception: ExceptionClass;
  /** Classes of `portkey_ai.openai`. */
  readonly becomes: readonly string[];
  /** A name of the file's own, which gets the class where it is bound. */
  readonly isOwnName: boolean;
  /** It is the client's class already, and stays as it is written. */
  readonly isKept: boolean;
}

/** The handler is for errors with one of these values alone; one without the attribute is for it where `isOptional`. */
interface Leaving {
  readonly attribute: string;
  readonly values: readonly (string | number)[];
  readonly isOptional: boolean;
}

type Read = HandlerReading | { readonly obstacle: string };

function readHandler(handler: TryHandler, later: readonly TryHandler[], calls: TriedCalls, { catalog, facts }: PlanContext, sdk: PythonSdk): Read {
  const foreign: ForeignClass[] = [];
  for (const caught of handler.classes.filter((each) => isForeignClass(each, portkeySdk))) {
    const exception = catalog.exceptionClass(caught.path ?? "");
    if (exception?.portkey === undefined) return { obstacle: `Nothing like \`${caught.text}\` is raised by ${sdk.name}` };
    foreign.push({ caught, exception, becomes: [exception.portkey], isOwnName: isOwnName(caught, facts), isKept: !isForeignClass(caught, sdk) });
  }
  // Classes of one to one take each other's part of a group; what the block does with the group itself cannot be seen.
  const isWhole = handler.reads.length === 0 && foreign.every(({ exception }) => !exception.only && exception.also.length === 0);
  if (foreign.length > 0 && handler.isGroup && !isWhole) return { obstacle: "`except*` hands its block a group of errors" };
  const reading = narrowed(handler, foreign, later, calls);
  const lost = handler.reads.find(({ attribute }) => attribute !== undefined && !foreign.every(({ becomes }) => becomes.every((name) => hasAttribute(name, attribute))));
  return lost ? { obstacle: `The handler reads \`${handler.name}.${lost.attribute}\`, which not every error has that Portkey's SDK raises there` } : reading;
}

/** A class that is only a part of one of the SDK's: the rest is raised again, for handlers further out. */
function narrowed(handler: TryHandler, foreign: readonly ForeignClass[], later: readonly TryHandler[], { hasGatewayTimeout }: TriedCalls): Read {
  const isAlone = handler.classes.length === 1;
  const part = foreign.find(({ exception }) => exception.only);
  if (part?.exception.only) {
    const { attribute, values } = part.exception.only;
    const [portkey] = part.becomes;
    const is = `In Portkey's SDK \`${part.caught.text}\` is a \`${portkey}\` whose \`${attribute}\` is ${values.map((value) => `\`${value}\``).join(" or ")}`;
    if (!isAlone) return { obstacle: `${is}, which cannot stand beside other classes: give it a handler of its own` };
    if (!canLeave(handler, later)) return { obstacle: `${is}; others of that class are for the handlers below: catch \`portkey_ai.openai.${portkey}\` in one handler, and tell them apart there` };
    return { handler, foreign, leaves: { attribute, values, isOptional: false } };
  }
  const [first] = foreign;
  // A limit of the gateway's ends in a status, where one of the client's has a class of its own.
  if (first && isAlone && first.exception.also.length > 0 && first.exception.status !== undefined && hasGatewayTimeout && canLeave(handler, later)) {
    const becomes = [...first.becomes, ...first.exception.also];
    return { handler, foreign: [{ ...first, becomes }], leaves: { attribute: "status_code", values: [first.exception.status], isOptional: true } };
  }
  return { handler, foreign, leaves: undefined };
}

/** Whether a handler may raise again what is not for it: none of those below would have caught that. */
const canLeave = ({ block, isOneLine }: TryHandler, later: readonly TryHandler[]): boolean =>
  block !== undefined && !isOneLine && later.every(({ classes }) => classes.length > 0 && classes.every(({ path, text }) => path === undefined && unrelated.has(text)));

/** Python's own exceptions that no error of the SDK inherits from. */
const unrelated: ReadonlySet<string> = new Set([
  ...["ValueError", "TypeError", "KeyError", "IndexError", "LookupError", "AttributeError", "RuntimeError", "ConnectionError", "TimeoutError", "OSError", "IOError"],
  ...["KeyboardInterrupt", "SystemExit", "StopIteration", "AssertionError", "NotImplementedError", "ImportError", "ModuleNotFoundError", "FileNotFoundError", "PermissionError"],
  ...["asyncio.CancelledError", "asyncio.TimeoutError", "json.JSONDecodeError", "UnicodeDecodeError"],
]);

/** Why what comes to a handler today would be caught by an earlier one. */
function shadowOf({ foreign }: HandlerReading, earlier: HandlerReading): string | undefined {
  for (const { caught, exception, becomes } of foreign) {
    for (const above of earlier.foreign) {
      const isCaughtToday = exception.lineage.includes(above.exception.lineage[0] ?? "");
      const parent = isCaughtToday ? undefined : above.becomes.find((other) => becomes.some((name) => isBelow(name, other)));
      if (parent === undefined) continue;
      return becomes.includes(parent)
        ? `\`${above.caught.text}\` and \`${caught.text}\` are one class in Portkey's SDK, \`${parent}\`: make one handler of the two first`
        : `In Portkey's SDK \`${parent}\` is a parent of \`${becomes[0]}\`: first put the handler of \`${caught.text}\` above that of \`${above.caught.text}\`, which changes nothing with LiteLLM`;
    }
  }
  return undefined;
}

const notesOf = ({ foreign }: HandlerReading): string[] =>
  foreign.flatMap(({ caught, exception }) => (exception.note === undefined ? [] : [`\`${caught.text}\`: ${exception.note.replace(/\.$/, "")}`]));

function writeHandler({ handler, foreign, leaves }: HandlerReading, { facts }: PlanContext, sdk: PythonSdk, edit: FixBuilder): void {
  writeClasses(handler, foreign, sdk, edit);
  if (!leaves || !handler.block || !handler.caught) return;
  const name = handler.name ?? freeName(["error", "portkey_error"], facts.anchors.uses);
  if (handler.name === undefined) edit.insert(handler.caught.end, ` as ${name}`);
  edit.insertStatement(handler.block.start, [`if ${isOther(name, leaves, edit)}:`, `${edit.layout.indent}raise`]);
}

/** Names the new classes, each once. */
function writeClasses({ classes, caught }: TryHandler, foreign: readonly ForeignClass[], sdk: PythonSdk, edit: FixBuilder): void {
  const errors = sdk.errors(edit);
  const seen = new Set<string>();
  const written = classes.map(({ text, span, path }) => {
    const becomes = foreign.find((each) => each.caught.span.start === span.start && !each.isOwnName && !each.isKept)?.becomes.map((name) => `${errors}.${name}`);
    const names = (becomes ?? [path ?? text]).filter((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return { span, names, isForeign: becomes !== undefined };
  });
  const [only, ...others] = written.filter(({ names, isForeign }) => names.length > 0 || !isForeign);
  if (caught && classes.length > 1 && only?.isForeign && others.length === 0 && !edit.textOf(caught).includes("#")) {
    edit.replace(caught, tupleOf(only.names));
    return;
  }
  for (const { span, names, isForeign } of written) if (isForeign && names.length > 0) edit.replace(span, classes.length === 1 ? tupleOf(names) : names.join(", "));
  const isGone = (index: number): boolean => written[index]?.isForeign === true && written[index].names.length === 0;
  if (written.some((_, index) => isGone(index)))
    edit.removeItems(
      classes.map(({ span }) => span),
      isGone,
    );
}

const tupleOf = (names: readonly string[]): string => (names.length > 1 ? `(${names.join(", ")})` : names.join(""));

/** The condition that an error is not one that the handler is for. */
function isOther(name: string, { attribute, values, isOptional }: Leaving, edit: FixBuilder): string {
  const texts = values.map((value) => (typeof value === "string" ? edit.string(value) : String(value)));
  const read = isOptional ? `getattr(${name}, ${edit.string(attribute)}, ${texts[0]})` : `${name}.${attribute}`;
  return texts.length === 1 ? `${read} != ${texts[0]}` : `${read} not in (${texts.join(", ")})`;
}
