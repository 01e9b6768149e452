import { isHostedGateway } from "../catalog/gateway.ts";
import type { Binding, FileFacts } from "../facts/facts.ts";
import { freeName } from "./names.ts";
import type { ClientSpec } from "./printer.ts";

/** The clients that fixes may ask for. */
export type ClientKind = "portkey" | "async-portkey" | "openai";

const classes: Readonly<Record<ClientKind, { readonly module: string; readonly className: string }>> = {
  portkey: { module: "portkey_ai", className: "Portkey" },
  "async-portkey": { module: "portkey_ai", className: "AsyncPortkey" },
  openai: { module: "openai", className: "OpenAI" },
};

const names: Readonly<Record<ClientKind, Readonly<Record<ClientSpec["style"], readonly string[]>>>> = {
  portkey: { constant: ["client", "portkey_client", "portkey"], function: ["portkey_client", "get_portkey_client"] },
  "async-portkey": { constant: ["async_client", "async_portkey_client"], function: ["async_portkey_client", "get_async_portkey_client"] },
  openai: { constant: ["client", "portkeyClient", "portkey"], function: ["portkeyClient", "getPortkeyClient"] },
};

const cacheNames = ["portkey", "cachedClient"];

/** The client of a kind that a file has or should get. */
export interface PlannedClient {
  readonly kind: ClientKind;
  readonly spec: ClientSpec;
  /** The binding that already holds it. */
  readonly existing: Binding | undefined;
}

/**
 * Which client a file's migrated calls share. Depends on the file alone, never on the fixes chosen, so that fixing calls one by one
 * and all at once ends in the same text. `isRequest` tells the calls that will need the client.
 */
export function planClient(facts: FileFacts, kind: ClientKind, isRequest: (path: string) => boolean): PlannedClient {
  const { module, className } = classes[kind];
  const existing = facts.bindings.find((binding) => isSharedClient(binding, facts, kind));
  if (existing) return { kind, existing, spec: { module, className, style: existing.kind === "function" ? "function" : "constant", name: existing.name, cacheName: "" } };
  // A module that needs a key only when its functions run must not need one to be imported.
  const isNeededAtImport = facts.calls.some(({ callee, place }) => (place === "module" || place === "class-body") && isRequest(callee.path));
  const style = isNeededAtImport ? "constant" : "function";
  const { names: taken } = facts.anchors;
  return { kind, existing: undefined, spec: { module, className, style, name: freeName(names[kind][style], taken), cacheName: freeName(cacheNames, taken) } };
}

/** A client at module level that routes by the model alone: one with a config of its own answers for itself. */
function isSharedClient(binding: Binding, { anchors }: FileFacts, kind: ClientKind): boolean {
  const { module, className } = classes[kind];
  const paths = [`${module}.${className}`, `${module}.default`, ...(kind === "openai" ? [module] : [])];
  if (binding.place !== "module" || !binding.isCertain) return false;
  if (binding.kind === "function") return paths.some((path) => binding.returns === `${path}()`) && names[kind].function.includes(binding.name);
  if (binding.kind !== "variable" || binding.declarations.length !== 1 || binding.initial?.kind !== "call" || !paths.includes(binding.initial.path ?? "")) return false;
  const declaration = binding.declarations[0];
  if (!declaration || (declaration.start > anchors.afterImports && binding.reads.some((read) => read.start < declaration.start))) return false;
  if (kind === "openai") return isOnHostedGateway(binding);
  return binding.initial.arguments.every(({ keyword }) => keyword === "api_key" || keyword === "base_url");
}

function isOnHostedGateway({ initial }: Binding): boolean {
  const options = initial?.kind === "call" ? initial.arguments[0]?.value : undefined;
  if (options?.kind !== "record") return false;
  const address = options.entries.find(({ key }) => key === "baseURL")?.value;
  return address?.kind === "string" && isHostedGateway(address.value) && options.entries.every(({ key }) => key === "baseURL" || key === "apiKey");
}
