import { existsSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createEngine } from "../engine/create-engine.ts";
import { rules } from "../engine/rules/index.ts";
import { digestOf } from "../host/digest.ts";
import { createNodeHost } from "../host/node.ts";
import { systemCacheFolder } from "./cache/cache-folder.ts";
import { exitCodes, type Io, type Output } from "./io.ts";
import { run } from "./run.ts";

/** Set by the build: the version, and a digest over the grammars. */
declare const PRODUCT_VERSION: string;
declare const GRAMMARS_DIGEST: string;

const output = (stream: NodeJS.WriteStream): Output => {
  // a reader such as `head` may close the pipe before all is written; that is its right
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return { isTTY: stream.isTTY === true, write: (text) => void (stream.writable && stream.write(text)) };
};

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  version: PRODUCT_VERSION,
  cacheFolder: systemCacheFolder(process.platform, process.env),
  buildId: () => digestOf(readFileSync(fileURLToPath(import.meta.url))) + GRAMMARS_DIGEST,
  rules,
  now: () => performance.now(),
  readStdin: () => buffer(process.stdin),
  openEngine: () => createEngine(createNodeHost()),
  rulePage,
};

process.once("SIGINT", () => {
  if (io.stderr.isTTY) io.stderr.write("\r\u001b[K");
  process.exit(exitCodes.interrupted);
});

// the exit code is set rather than forced, so that what is still in a pipe is written
run(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});

/** From the pages beside the bundle, or of the package that the bundle is part of. */
function rulePage(rule: string): string | undefined {
  const paths = ["./docs", "../server/docs"].map((folder) => fileURLToPath(new URL(`${folder}/rules/${rule}.md`, import.meta.url)));
  const path = paths.find((each) => existsSync(each));
  return path === undefined ? undefined : readFileSync(path, "utf8");
}
