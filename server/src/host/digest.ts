import { hash } from "node:crypto";

/** Enough to tell contents apart that nobody has made to be alike. */
export const digestOf = (bytes: Uint8Array): string => hash("sha256", bytes, "base64").slice(0, 24);
