import { mayBeProxyConfig } from "../engine/facts/proxy-config.ts";
import { notebookExtension } from "../engine/notebook/read-notebook.ts";
import type { Settings } from "../engine/settings.ts";
import { extensions } from "../engine/source-file.ts";
import { configExtensions, gatherWorkspace } from "../engine/workspace/gather.ts";
import { emptyWorkspace, type Workspace } from "../engine/workspace/workspace.ts";
import { decodeSource } from "../host/decode.ts";
import type { Host } from "../host/host.ts";
import { uriKey } from "../host/uris.ts";
import type { Scope } from "./contexts.ts";

/** Files whose changes the server wants to hear of. */
export const configGlob = `**/*.{${configExtensions.join(",")}}`;

/** Files that others import, or that import them. */
export const sourceGlob = `**/*.{${[...extensions, notebookExtension].join(",")}}`;

/** Files that say where imports of TypeScript lead. */
export const projectGlobs: readonly string[] = ["**/package.json", "**/{tsconfig,jsconfig}.json", "**/{tsconfig,jsconfig}.*.json"];

/** The LiteLLM proxy configurations of the workspace folders. */
export class ProxyConfigs {
  readonly #host: Host;
  readonly #known = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** What the configurations of a folder say; a lone file has no surroundings. */
  async workspaceOf({ uri, isFolder }: Scope, settings: Settings): Promise<Workspace> {
    if (!isFolder || !settings.enable) return emptyWorkspace;
    const texts: string[] = [];
    for await (const batch of this.#host.list(uri, { extensions: configExtensions, include: [], exclude: settings.exclude, useIgnoreFiles: true })) {
      for (const file of batch) {
        const text = file.unreadable === undefined ? await this.#read(file.uri, settings.maxFileSizeKB) : undefined;
        if (text === undefined) continue;
        this.#known.add(uriKey(file.uri));
        texts.push(text);
      }
    }
    return gatherWorkspace(texts);
  }

  /** Whether a changed file is a configuration or was one when it was last read. */
  async concerns(uri: string): Promise<boolean> {
    return this.#known.has(uriKey(uri)) || (/\.ya?ml$/i.test(uri) && (await this.#read(uri, 1024)) !== undefined);
  }

  /** The text of a configuration; undefined for any other file, and for one that cannot be read, which the scan of the code does not depend on. */
  async #read(uri: string, maxFileSizeKB: number): Promise<string | undefined> {
    const bytes = await this.#host.readFile(uri).catch(() => undefined);
    const decoded = bytes && decodeSource(bytes, maxFileSizeKB);
    return decoded?.kind === "text" && mayBeProxyConfig(decoded.text) ? decoded.text : undefined;
  }
}
