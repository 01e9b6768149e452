import type { Engine } from "../engine/engine.ts";
import type { Rule } from "../engine/rules/rule.ts";

/** What a run of the command line is lent, so that a test can lend something else. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly version: string;
  /** Where what was found is kept unless the options say otherwise; undefined where it is not kept. */
  readonly cacheFolder: string | undefined;
  /** In report order. */
  readonly rules: readonly Rule[];
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Another one for any other program, whatever its version is called. */
  buildId(): string;
  readStdin(): Promise<Uint8Array>;
  openEngine(): Promise<Engine>;
  /** The page of a rule in Markdown, undefined where there is none. */
  rulePage(rule: string): string | undefined;
}

/** Somewhere to write to, which may be a terminal. */
export interface Output {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** Why the command could not run: the message is the one clear line the user gets, and the exit code is 2. */
export class CannotRun extends Error {}

/** Nothing to report, findings (or some left), could not run. */
export const exitCodes = { clean: 0, findings: 1, cannotRun: 2, interrupted: 130 } as const;
