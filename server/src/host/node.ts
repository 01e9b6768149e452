import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { URI } from "vscode-uri";
import type { Host, ListedFile } from "./host.ts";
import { causeOf } from "./read-error.ts";
import { walk, wantedBy } from "./walk.ts";

const batchSize = 64;

/** The host of the desktop server and the command line; `grammars` is the folder of the wasm files. */
export function createNodeHost(grammars = grammarsFolder()): Host {
  return {
    loadWasm: (file) => readFile(join(grammars, file)),
    now: () => performance.now(),
    async readFile(uri) {
      const path = URI.parse(uri).fsPath;
      try {
        return await readFile(path);
      } catch (error) {
        throw new Error(`${path}: ${causeOf(error)}`, { cause: error });
      }
    },
    async *list(folder, options) {
      let batch: ListedFile[] = [];
      const root = URI.parse(folder).fsPath;
      for (const { path, unreadable } of walk(root, options, wantedBy(root, options))) {
        batch.push({ uri: URI.file(path).toString(), unreadable });
        if (batch.length < batchSize) continue;
        yield batch;
        batch = [];
        await nextTurn();
      }
      if (batch.length > 0) yield batch;
    },
  };
}

/** `grammars` beside the bundle; run from source, the one that the build has left in `dist`. */
function grammarsFolder(): string {
  const beside = fileURLToPath(new URL("./grammars", import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL("../../../dist/grammars", import.meta.url));
}
