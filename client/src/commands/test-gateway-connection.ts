import type { Extension } from "../extension.ts";
import { activeProfile } from "../gateway/active-profile.ts";
import { testConnection } from "../gateway/connection-test.ts";
import { echoSlug } from "../gateway/local-gateway-host.ts";
import { pickModel } from "../gateway/pick-model.ts";
import { mayAsk } from "../gateway/trust.ts";

/** Test Gateway Connection: the address and the key for free, then one short answer and one stream of a model. */
export async function testGatewayConnection({ gateway }: Extension): Promise<void> {
  if (!mayAsk()) return;
  const profile = await activeProfile(gateway);
  if (profile === undefined) return;
  // the local gateway has an echo; elsewhere a model costs something, and Escape leaves it out
  const model = profile.id === "local" ? `@${echoSlug}/hello` : await pickModel(gateway, profile, { title: "Model for the Connection Test (Escape: only what is free)", near: [] });
  await testConnection(gateway, profile, model ?? null);
}
