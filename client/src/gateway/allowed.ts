import { keyHeader } from "../../../server/src/gateway/send.ts";
import { confirm, type Decision } from "./confirm.ts";
import { confirmationScope, slugsOf } from "./confirmations.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedTest } from "./gateway-tests.ts";

/** What the user says to a request: at once where its host is known, asked otherwise; undefined where they go away. */
export async function decide(gateway: Gateway, test: PreparedTest, { isAlwaysAsked = false }: { readonly isAlwaysAsked?: boolean } = {}): Promise<Decision | undefined> {
  const scope = confirmationScope(test.request, await echoed(gateway, test));
  // who has seen a question for a list has not seen a request to a model
  const free = `${scope} lists`;
  const isConfirmed = gateway.confirmations.has(scope) || (test.request.body === null && gateway.confirmations.has(free));
  if (gateway.settings().confirm === "once" && isConfirmed && !isAlwaysAsked) return "send";
  const header = (await gateway.sender.hasKey(test.request.profile)) ? (keyHeader(test.request.profile)?.name ?? null) : null;
  const decision = await confirm(test, header);
  if (decision === "send" || decision === "send-own") await gateway.confirmations.add(test.request.body === null ? free : scope);
  return decision;
}

/** The same for a request that is sent as it is or not at all. */
export async function allowed(gateway: Gateway, test: PreparedTest): Promise<boolean> {
  return (await decide(gateway, test)) === "send";
}

async function echoed({ local }: Gateway, { request }: PreparedTest): Promise<readonly string[]> {
  const providers = await local.providers();
  return slugsOf(request).filter((slug) => (providers[slug] ?? "echo") === "echo");
}
