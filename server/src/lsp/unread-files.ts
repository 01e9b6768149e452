import type { Host } from "../host/host.ts";
import { unreadReason } from "../host/unread-formats.ts";

/** Looks files that are not read as code through for LiteLLM's name, each once as long as it is the same. */
export class UnreadFiles {
  readonly #host: Pick<Host, "readFile" | "stampOf">;
  readonly #known = new Map<string, { readonly stamp: string; readonly reason: string | undefined }>();

  constructor(host: Pick<Host, "readFile" | "stampOf">) {
    this.#host = host;
  }

  /** What is to be said of a file, be it why it cannot be read; undefined where nothing is. */
  async reasonOf(uri: string): Promise<string | undefined> {
    const stamp = this.#host.stampOf(uri);
    const known = this.#known.get(uri);
    if (known && known.stamp === stamp) return known.reason;
    const bytes = await this.#host.readFile(uri).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (typeof bytes === "string") return bytes;
    const reason = unreadReason(uri, bytes);
    if (stamp !== undefined) this.#known.set(uri, { stamp, reason });
    return reason;
  }
}
