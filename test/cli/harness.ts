// Runs the command line in this process over a folder of its own, with the fake engine unless a test lends another.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Io } from "../../server/src/cli/io.ts";
import { run } from "../../server/src/cli/run.ts";
import type { Totals } from "../../server/src/engine/workspace/totals.ts";
import { createFakeEngine, fakeProduct } from "../support/fake-engine.ts";

/** What a run wrote and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder with files in it, gone when the test ends. */
export function folderOf(test: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "portkey-migrate-")));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Runs in a folder and collects what is written. */
export async function runIn(cwd: string, args: readonly string[], changes: Partial<Io> & { readonly isTerminal?: boolean } = {}): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const { isTerminal = false, ...lent } = changes;
  const output = (name: keyof typeof written) => ({
    isTTY: isTerminal,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const io: Io = {
    cwd,
    env: {},
    stdout: output("stdout"),
    stderr: output("stderr"),
    version: "1.2.3",
    cacheFolder: undefined,
    buildId: () => "test",
    rules: fakeProduct().rules,
    now: () => 0,
    readStdin: async () => new Uint8Array(),
    openEngine: async () => createFakeEngine(),
    rulePage: () => undefined,
    ...lent,
  };
  const code = await run(args, io);
  return { code, ...written };
}

/** A scan's report for programs. */
export async function jsonIn(cwd: string, args: readonly string[] = [], changes: Partial<Io> = {}): Promise<JsonReport> {
  const { stdout, stderr, code } = await runIn(cwd, ["scan", "--format", "json", ...args], changes);
  if (code > 1) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** As contracted with other programs. */
export interface JsonReport {
  readonly schemaVersion: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly files: {
    readonly scanned: number;
    readonly withFindings: number;
    readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    readonly partial: readonly { readonly path: string; readonly lines: readonly number[]; readonly reason: string }[];
  };
  readonly findings: readonly {
    readonly rule: string;
    readonly path: string;
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly cell?: number;
  }[];
  readonly totals: Totals;
}

/** A Python file that the fake engine finds something in. */
export const old = (argument = "safe"): string => `import litellm\nold(${argument})\n`;
