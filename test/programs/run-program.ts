import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Observation } from "./observation.ts";

const limitMilliseconds = 60_000;

/** Only loopback can be reached by what respects a proxy: everything else goes to one that is not there. */
const closedNetwork = { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "127.0.0.1,localhost" };

/** A command and the files that it finds in its folder. */
export interface Run {
  readonly command: readonly [string, ...string[]];
  readonly files: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** The packages of npm that the files import. */
  readonly packages?: string;
}

/** Runs a program in a folder and an environment of its own. */
export async function runProgram({ command: [command, ...args], files, environment, packages }: Run): Promise<Pick<Observation, "printed" | "exitCode" | "errors">> {
  const folder = await mkdtemp(join(tmpdir(), "portkey-migrate-programs-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    if (packages !== undefined) await symlink(packages, join(folder, "node_modules"), "junction");
    return await new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: folder, env: { PATH: process.env.PATH ?? "", HOME: folder, PYTHONDONTWRITEBYTECODE: "1", ...closedNetwork, ...environment } });
      let printed = "";
      let errors = "";
      child.stdout.setEncoding("utf8").on("data", (part: string) => (printed += part));
      child.stderr.setEncoding("utf8").on("data", (part: string) => (errors += part));
      const limit = setTimeout(() => child.kill("SIGKILL"), limitMilliseconds);
      child.once("error", reject);
      child.once("close", (exitCode) => {
        clearTimeout(limit);
        resolve({ printed, exitCode, errors });
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
