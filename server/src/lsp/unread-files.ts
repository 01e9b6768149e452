import type { Host } from "../host/host.ts";
import { type UnreadFile, unreadFile } from "../host/unread-formats.ts";

/** Looks files that are not read as code through for LiteLLM's name and those of its models, each once as long as it is the same. */
export class UnreadFiles {
  readonly #host: Pick<Host, "readFile" | "stampOf">;
  readonly #known = new Map<string, { readonly stamp: string; readonly unread: UnreadFile | undefined }>();

  constructor(host: Pick<Host, "readFile" | "stampOf">) {
    this.#host = host;
  }

  /** What is to be said of a file, be it why it cannot be read; undefined where nothing is. */
  async of(uri: string): Promise<UnreadFile | undefined> {
    const stamp = this.#host.stampOf(uri);
    const known = this.#known.get(uri);
    if (known && known.stamp === stamp) return known.unread;
    const bytes = await this.#host.readFile(uri).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (typeof bytes === "string") return { reason: bytes, isOnlyModels: false };
    const unread = unreadFile(uri, bytes);
    if (stamp !== undefined) this.#known.set(uri, { stamp, unread });
    return unread;
  }
}
