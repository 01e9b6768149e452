import type { GatewayProfile, GatewayRequest, Outcome, SendOptions } from "../../../server/src/gateway/outcome.ts";
import type { Keys } from "./keys.ts";
import type { LocalGatewayHost } from "./local-gateway-host.ts";

/** What the sender works with. */
export interface SenderParts {
  /** Whether the workspace is trusted at this moment. */
  readonly isTrusted: () => boolean;
  readonly keys: Keys;
  readonly local: LocalGatewayHost;
  readonly send: (request: GatewayRequest, options: SendOptions) => Promise<Outcome>;
}

/** The client's only way to a gateway: from trusted workspaces alone, with the key of the very origin that is asked. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Sends a request; rejects before anything is sent where the workspace is not trusted. */
  async send(request: GatewayRequest, options: Omit<SendOptions, "key">): Promise<Outcome> {
    if (!this.#parts.isTrusted()) throw new Error("requests to a gateway are only sent from folders you trust");
    return this.#parts.send(request, { ...options, key: await this.#keyOf(request.profile) });
  }

  /** Whether a request to a gateway would carry a key. */
  async hasKey(profile: GatewayProfile): Promise<boolean> {
    return (await this.#keyOf(profile)) !== undefined;
  }

  /** Every key that this window knows, for taking them out of texts. */
  async allKeys(): Promise<readonly string[]> {
    return [...(await this.#parts.keys.all()), ...(await this.#parts.local.keys())];
  }

  async #keyOf({ id, baseUrl, auth }: GatewayProfile): Promise<string | undefined> {
    if (auth === "none") return undefined;
    if (id !== "local") return this.#parts.keys.of(baseUrl);
    const gateway = await this.#parts.local.running();
    // a token for another address would go to whatever listens there now
    return gateway.baseUrl === baseUrl ? gateway.token : undefined;
  }
}
