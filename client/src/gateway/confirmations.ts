import type { GatewayRequest } from "../../../server/src/gateway/outcome.ts";
import { type Facts, originOf } from "./keys.ts";

const confirmedKey = "gateway.confirmed";

/** Which hosts the user has agreed to send requests to, having seen one. */
export class Confirmations {
  readonly #facts: Facts;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  has(scope: string): boolean {
    return this.#all().includes(scope);
  }

  async add(scope: string): Promise<void> {
    await this.#facts.update(confirmedKey, [...new Set([...this.#all(), scope])]);
  }

  #all(): readonly string[] {
    return this.#facts.get<readonly string[]>(confirmedKey) ?? [];
  }
}

/**
 * What a confirmation holds for: a host. The local gateway has another port each time, and goes on to the providers
 * of slugs, so it is confirmed for those that have one; what the echo answers stays on this machine.
 */
export function confirmationScope(request: GatewayRequest, echoed: readonly string[]): string {
  if (request.profile.id !== "local") return originOf(request.profile.baseUrl);
  const slugs = slugsOf(request).filter((slug) => !echoed.includes(slug));
  return ["local", ...slugs.map((slug) => `@${slug}`)].join(" ");
}

/** The slugs that a request names, in its model and in its config. */
export function slugsOf({ model, headers }: Pick<GatewayRequest, "model" | "headers">): readonly string[] {
  const config = headers["x-portkey-config"] ?? "";
  const texts = [model ?? "", ...[...config.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text)];
  return [...new Set(texts.flatMap((text) => /^@([A-Za-z0-9][\w.-]*)(?:\/|$)/.exec(text)?.[1] ?? []))].sort();
}
