/** What the gateway's process tells the one that started it, once it listens. */
export interface GatewayReady {
  readonly port: number;
  /** Requests without it are not answered. */
  readonly secret: string;
}

/** The header of the secret; the gateway keeps every header with this beginning from providers. */
export const secretHeader = "x-portkey-local-secret";

/** Whether a message of the process is its first. */
export const isGatewayReady = (message: unknown): message is GatewayReady =>
  typeof message === "object" && message !== null && "port" in message && typeof message.port === "number" && "secret" in message && typeof message.secret === "string";
