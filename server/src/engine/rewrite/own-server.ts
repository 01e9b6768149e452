import { isHostedGateway } from "../catalog/gateway.ts";
import type { Call, Expression } from "../facts/facts.ts";
import type { PlanContext } from "./call-plan.ts";
import { nameModel } from "./model-argument.ts";
import { addressObstacle } from "./request-call.ts";

/** The server that a call names itself, which the adapter's request would not go to. */
export interface OwnServer {
  /** Why the call stays, where its address is written out and no provider's. */
  readonly obstacle: string | undefined;
  /** What to look at, where the address is decided at run time. */
  readonly reason: string | undefined;
}

/** Reads the address that a call is given; undefined where it has none, or its provider's own. */
export function ownServer(call: Call, context: PlanContext): OwnServer | undefined {
  const { catalog } = context;
  const given = namedValues(call, context);
  const address = given.find(({ name, value }) => (name === "api_base" || name === "base_url") && value.kind !== "nothing");
  if (!address) return undefined;
  const written = writtenText(address.value);
  const model = writtenText(given.find(({ name }) => name === "model")?.value);
  const customProvider = writtenText(given.find(({ name }) => name === "custom_llm_provider")?.value);
  const named = model === undefined ? undefined : nameModel(model, context, { customProvider });
  if (written !== undefined && (isHostedGateway(written) || catalog.models.hosts.some(({ host }) => written.includes(host)) || /\bazure\b/.test(written))) return undefined;
  const unnamed = `\`${address.name}\`: a server of your own needs an AI Provider with a custom host in the Model Catalog`;
  const obstacle = named?.kind === "model" ? addressObstacle(named, [address], context) : unnamed;
  if (obstacle === undefined) return undefined;
  return written === undefined ? { obstacle: undefined, reason: `\`${address.name}\` has no effect: ${lowerFirst(catalog.parameter(address.name)?.note ?? "")}` } : { obstacle, reason: undefined };
}

/** What a call is given by names, in its list of arguments or by a dictionary. */
function namedValues({ arguments: given, callee }: Call, { catalog }: PlanContext): readonly { readonly name: string; readonly value: Expression }[] {
  const positional = catalog.positional(callee.path);
  return given.flatMap(({ kind, keyword, keywords, value }, index) => {
    const name = keyword ?? (kind === "positional" ? positional[index] : undefined);
    return name !== undefined ? [{ name, value }] : (keywords?.entries.map((entry) => ({ name: entry.key, value: entry.value })) ?? []);
  });
}

const writtenText = (value: Expression | undefined): string | undefined =>
  value?.kind === "string" ? value.value : value?.kind === "name" && value.initial?.kind === "string" ? value.initial.value : undefined;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
