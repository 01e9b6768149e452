import { hostedGateway } from "../catalog/gateway.ts";
import type { Call } from "../facts/facts.ts";
import type { FixBuilder } from "./fix-builder.ts";

/** Gives a Python call the gateway's address and the Portkey key under the names that it knows them by. */
export function pointToPortkey(call: Call, { address, key }: { readonly address: string; readonly key: string }, edit: FixBuilder): void {
  const values: readonly (readonly [string, string])[] = [
    [address, edit.string(hostedGateway)],
    [key, `${edit.module("os")}.environ[${edit.string("PORTKEY_API_KEY")}]`],
  ];
  const last = call.arguments.at(-1)?.span;
  for (const [name, text] of values) {
    const given = call.arguments.find(({ keyword }) => keyword === name);
    if (given) edit.replace(given.value.span, text);
    else if (last) edit.addItem(last, `${name}=${text}`);
  }
}
