import { randomBytes } from "node:crypto";

/** By which the gateway's logs can be asked for a request. */
export const newTraceId = (): string => `portkey-migrate-${randomBytes(8).toString("hex")}`;
