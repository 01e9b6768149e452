// Runs of the command line with the real engine that write the adapter.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { rules } from "../../server/src/engine/rules/index.ts";
import { testHost } from "../support/grammars.ts";
import { type Ended, runIn } from "./harness.ts";

const engine = createEngine(testHost);

/** Runs in a folder. */
export const run = (cwd: string, ...args: string[]): Promise<Ended> => runIn(cwd, args, { rules, openEngine: () => engine });

/** Writes every fix by way of the adapter. */
export const migrate = (cwd: string, ...args: string[]): Promise<Ended> => run(cwd, "fix", "--write", "--unsafe", "--strategy", "adapter", ...args);

/** The text of a file of the folder. */
export const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), "utf8");

/** A module whose call only the adapter can take. */
export const llm = "import litellm\n\n\ndef ask(model, **options):\n    return litellm.completion(model, **options)\n";
