import { existsSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { digestOf } from "./digest.ts";
import { createFileReader } from "./file-reader.ts";
import { FolderListings } from "./folder-listings.ts";
import type { Host, ListedFile } from "./host.ts";
import { spareMemory } from "./memory.ts";
import { causeOf } from "./read-error.ts";
import { type Stamp, stampOf } from "./stamp.ts";
import { pathOfUri, uriOfPath } from "./uris.ts";
import { isWalked, walkInSteps, wantedBy } from "./walk.ts";

const batchSize = 64;

/** Larger files are rare. */
const maxDigestedKB = 1024;

const inWords = (stamp: Stamp | undefined): string | undefined => stamp && `${stamp.mtimeMs} ${stamp.ctimeMs} ${stamp.size} ${stamp.ino}`;

const pathOf = (uri: string): string => pathOfUri(uri, process.platform === "win32");

/** The host of the desktop server and the command line; `grammars` is the folder of the wasm files. */
export function createNodeHost(grammars = grammarsFolder()): Host {
  const read = createFileReader(maxDigestedKB);
  const listings = new FolderListings();
  return {
    loadWasm: (file) => readFile(join(grammars, file)),
    now: () => performance.now(),
    pause,
    spareMemory,
    async nextTurn() {
      // What arrives is read after the first of the two and handled before the second.
      await nextTurn();
      await nextTurn();
    },
    async readFile(uri) {
      const path = pathOf(uri);
      try {
        // Thousands of small files are read in a tenth of the time that promises take; callers pause between them.
        return readFileSync(path);
      } catch (error) {
        throw new Error(`${path}: ${causeOf(error)}`, { cause: error });
      }
    },
    stampOf(uri) {
      try {
        return inWords(stampOf(statSync(pathOf(uri))));
      } catch {
        return undefined;
      }
    },
    digestOf,
    stateOf(uri) {
      const content = read(pathOf(uri));
      return content.kind === "bytes" ? { stamp: inWords(content.stamp), digest: digestOf(content.bytes) } : undefined;
    },
    async *list(folder, options) {
      let batch: ListedFile[] = [];
      const root = pathOf(folder);
      let steps = 0;
      for (const step of walkInSteps(root, options, wantedBy(root, options), listings.read)) {
        if (step) batch.push({ uri: uriOfPath(step.path), unreadable: step.unreadable });
        // folders without a wanted file take their time too
        if (++steps % batchSize > 0) continue;
        if (batch.length > 0) yield batch;
        batch = [];
        await nextTurn();
      }
      if (batch.length > 0) yield batch;
    },
    cameOrWent(uri) {
      listings.forget(dirname(pathOf(uri)));
    },
    async isListed(folder, uri, options) {
      const root = pathOf(folder);
      return isWalked(root, pathOf(uri), options, wantedBy(root, options));
    },
  };
}

/** `grammars` beside the bundle; run from source, the one that the build has left in `dist`. */
function grammarsFolder(): string {
  const beside = fileURLToPath(new URL("./grammars", import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL("../../../dist/grammars", import.meta.url));
}
