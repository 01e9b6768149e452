import { isHostedGateway } from "../catalog/gateway.ts";
import type { Binding, Call, Expression, FileFacts, TopLevelImport } from "../facts/facts.ts";
import { contains, type Span } from "../text/span.ts";
import { freeName } from "./names.ts";
import type { ClientSpec } from "./printer.ts";

/** The clients that fixes may ask for. */
export type ClientKind = "portkey" | "async-portkey" | "openai" | "async-openai";

const classes: Readonly<Record<ClientKind, { readonly module: string; readonly className: string }>> = {
  portkey: { module: "portkey_ai", className: "Portkey" },
  "async-portkey": { module: "portkey_ai", className: "AsyncPortkey" },
  openai: { module: "openai", className: "OpenAI" },
  "async-openai": { module: "openai", className: "AsyncOpenAI" },
};

/** The class of a kind in a language; Portkey's packages are called otherwise in each. */
const classOf = (kind: ClientKind, { language }: Pick<FileFacts, "language">): { readonly module: string; readonly className: string } =>
  kind === "portkey" && language === "typescript" ? { module: "portkey-ai", className: "Portkey" } : classes[kind];

/** All kinds, in the order in which a file makes its clients. */
export const clientOrder: readonly ClientKind[] = ["portkey", "async-portkey", "openai", "async-openai"];

/** The packages that clients come from. */
export const clientModules: ReadonlySet<string> = new Set([...Object.values(classes).map(({ module }) => module), "portkey-ai"]);

const names: Readonly<Record<ClientKind, Readonly<Record<ClientSpec["style"], readonly string[]>>>> = {
  portkey: { constant: ["client", "portkey_client", "portkey"], function: ["portkey_client", "get_portkey_client"] },
  "async-portkey": { constant: ["async_client", "async_portkey_client"], function: ["async_portkey_client", "get_async_portkey_client"] },
  openai: { constant: ["openai_client", "portkey_openai_client"], function: ["openai_client", "get_openai_client"] },
  "async-openai": { constant: ["async_openai_client", "async_portkey_openai_client"], function: ["async_openai_client", "get_async_openai_client"] },
};

/** TypeScript has no clients of two ways to wait; the one of a file is usually that of the OpenAI package. */
const typescriptNames: Readonly<Record<ClientSpec["style"], readonly string[]>> = { constant: ["client", "portkeyClient", "portkey"], function: ["portkeyClient", "getPortkeyClient"] };
const typescriptPortkeyNames: typeof typescriptNames = { constant: ["portkey", "portkeyGateway"], function: ["getPortkey", "connectToPortkey"] };

const namesOf = (kind: ClientKind, { language }: FileFacts) => (language === "python" ? names[kind] : kind === "portkey" ? typescriptPortkeyNames : typescriptNames);

const cacheNames = ["portkey", "cachedClient"];

/** The client of a kind that a file has or should get. */
export interface PlannedClient {
  readonly kind: ClientKind;
  readonly spec: ClientSpec;
  /** The binding that already holds it. */
  readonly existing: Binding | undefined;
  /** What the file calls, or will call, the class. */
  readonly localClass: string;
  /** Whether the class has to be imported for it. */
  readonly isImported: boolean;
}

/**
 * Which client a file's migrated calls share. Depends on the file alone, never on the fixes chosen, so that fixing calls one by one
 * and all at once ends in the same text. `isRequest` tells the calls that will need the client.
 */
export function planClient(facts: FileFacts, kind: ClientKind, isRequest: (path: string) => boolean): PlannedClient {
  const { module, className } = classOf(kind, facts);
  const existing = facts.bindings.find((binding) => isSharedClient(binding, facts, kind, isRequest));
  const imported = facts.anchors.imports.find((entry) => isClassImport(entry, facts, kind))?.local;
  const { uses, taken } = facts.anchors;
  const localClass = imported ?? (taken.has(className) ? freeName([`${className}Client`, `${className}Class`], uses) : className);
  const shared = { kind, localClass, isImported: imported !== undefined };
  if (existing) return { ...shared, existing, spec: { module, className, style: existing.kind === "function" ? "function" : "constant", name: existing.name, cacheName: "" } };
  // A module that needs a key only when its functions run must not need one to be imported.
  const isNeededAtImport = facts.calls.some(({ callee, place }) => (place === "module" || place === "class-body") && isRequest(callee.path));
  const style = isNeededAtImport || isMadeAtImport(facts, isRequest) ? "constant" : "function";
  return { ...shared, existing: undefined, spec: { module, className, style, name: freeName(namesOf(kind, facts)[style], uses), cacheName: freeName(cacheNames, uses) } };
}

/** Whether the module makes a client when it is loaded, as it would have made all of them when the calls that need one there were not migrated yet. */
const isMadeAtImport = (facts: FileFacts, isRequest: (path: string) => boolean): boolean =>
  clientOrder.some((kind) => facts.bindings.some((binding) => binding.kind === "variable" && isSharedClient(binding, facts, kind, isRequest)));

/** An import of a client's class that is done before the client is made. */
function isClassImport({ module, name, statement }: TopLevelImport, { anchors, imports, language }: FileFacts, kind: ClientKind): boolean {
  const wanted = classOf(kind, { language });
  if (module !== wanted.module || (name !== wanted.className && !(name === "default" && kind === "openai"))) return false;
  const isHoisted = language === "typescript" && imports.some(({ span, form }) => span.start === statement.start && form !== "require");
  return isHoisted || statement.end <= anchors.afterImports;
}

/** Names that the definition of a client needs as they are; the class can be imported under another one. */
export const neededNames: readonly string[] = ["os", "functools", "process", "fetch", ...Object.values(classes).map(({ className }) => className)];

/** Why a file cannot get the client that a call needs; undefined where it can. */
export function clientObstacle({ anchors, language }: FileFacts, call: Call): string | undefined {
  const name = (language === "python" ? ["os", "functools"] : ["process"]).find((each) => anchors.taken.get(each) === "module");
  if (name !== undefined) return `\`${name}\` is another thing in this file, and the client needs the module of that name`;
  if (call.isInLine) return lineObstacle;
  const isAtLoad = call.place === "module" || call.place === "class-body";
  return isAtLoad && call.span.start < anchors.afterImports ? "The call shares a line with an import, and the client has to stand between them" : undefined;
}

/** Why nothing is written in a hole of an f-string. */
export const lineObstacle = "The call stands in an f-string of one line, which takes neither its own quotes nor line breaks before Python 3.12: give the answer a name on a line of its own";

/** A client at module level that routes by the model alone: one with a config of its own answers for itself. */
function isSharedClient(binding: Binding, facts: FileFacts, kind: ClientKind, isRequest: (path: string) => boolean): boolean {
  if (binding.place !== "module" || !binding.isCertain || !binding.isModuleConstant) return false;
  const value = binding.kind === "function" ? binding.returned : binding.initial;
  // `cached ??= new OpenAI(…)`
  const made = value?.kind === "choice" ? value.options.at(-1) : value;
  const { module, className } = classOf(kind, facts);
  if (made?.kind !== "call" || ![`${module}.${className}`, `${module}.default`, ...(facts.language === "typescript" ? [module] : [])].includes(made.path ?? "")) return false;
  if (binding.kind === "function" ? !namesOf(kind, facts).function.includes(binding.name) : binding.kind !== "variable") return false;
  if (!isBoundInTime(binding, facts, isRequest)) return false;
  if (facts.language === "typescript") return isOnHostedGateway(made);
  return made.arguments.every(({ keyword, value }) => keyword === "api_key" || (keyword === "base_url" && (module !== "openai" || (value.kind === "string" && isHostedGateway(value.value)))));
}

/** Whether no request can run before the client is there. Told by what stays the same when calls are migrated one by one. */
function isBoundInTime({ declarations }: Binding, { calls, bindings, anchors }: FileFacts, isRequest: (path: string) => boolean): boolean {
  const start = declarations[0]?.start ?? 0;
  const early = calls.filter(({ callee, span }) => span.start < start && (isRequest(callee.path) || /^(?:portkey_ai|portkey-ai|openai)\b.*\(\)\./.test(callee.path)));
  if (early.some(({ place }) => place === "module" || place === "class-body")) return false;
  const first = early[0]?.span.start;
  const isClient = (run: Span): boolean => bindings.some(({ initial }) => initial?.kind === "call" && contains(run, initial.span) && /^(?:portkey_ai|portkey-ai|openai)\b/.test(initial.path ?? ""));
  return first === undefined || !anchors.runs.some((run) => run.start > first && run.end < start && !isClient(run));
}

function isOnHostedGateway(made: Expression & { readonly kind: "call" }): boolean {
  const options = made.arguments[0]?.value;
  if (options?.kind !== "record") return false;
  const address = options.entries.find(({ key }) => key === "baseURL")?.value;
  return address?.kind === "string" && isHostedGateway(address.value) && options.entries.every(({ key }) => key === "baseURL" || key === "apiKey");
}
