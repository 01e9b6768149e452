// A host whose files are in memory.
import type { Host, ListOptions } from "../../server/src/host/host.ts";

/** Files by URI; a value that is an error is what reading the file rejects with. */
export type Files = Map<string, string | Uint8Array | Error>;

/** A host over files that the test may change at any time; a file without a stamp is read at each time. */
export function createFakeHost(files: Files, stamps?: ReadonlyMap<string, string>): Host {
  const digestOf = (content: string | Uint8Array): string => Buffer.from(content).toString("base64");
  return {
    loadWasm: async (file) => {
      throw new Error(`no ${file} here`);
    },
    // a clock that stands still: nothing takes so long that it is cut into slices
    now: () => 0,
    spareMemory: () => () => {},
    nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    async readFile(uri) {
      const content = files.get(uri);
      if (content === undefined) throw new Error(`${uri}: no such file or folder`);
      if (content instanceof Error) throw content;
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    stampOf: (uri) => stamps?.get(uri),
    digestOf,
    stateOf(uri) {
      const content = files.get(uri);
      return content === undefined || content instanceof Error ? undefined : { stamp: stamps?.get(uri), digest: digestOf(content) };
    },
    async *list(folder, options) {
      const inside = [...files.keys()].filter((uri) => isInside(folder, uri, options));
      yield inside.sort().map((uri) => ({ uri, unreadable: undefined }));
    },
    cameOrWent: () => {},
    isListed: async (folder, uri, options) => files.has(uri) && isInside(folder, uri, options),
  };
}

const isInside = (folder: string, uri: string, { extensions, names }: ListOptions): boolean =>
  uri.startsWith(`${folder}/`) && (extensions.includes(uri.slice(uri.lastIndexOf(".") + 1)) || names?.test(uri.slice(uri.lastIndexOf("/") + 1)) === true);
