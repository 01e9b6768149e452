// The built command line, as the proofs on repositories run it.
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** What the tool says about a place, as far as the proofs read it. */
export interface ScannedFinding {
  readonly rule: string;
  readonly path: string;
  readonly startLine: number;
  readonly fixes: readonly { readonly strategy: string }[];
}

/** Bundles the tool, so that what is proven is what ships. */
export function build(): void {
  execFileSync(process.execPath, ["esbuild.mjs"], { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: "inherit" });
}

/** All that is found in a folder. */
export function scan(folder: string, strategy: string): readonly ScannedFinding[] {
  const { stdout } = run(["scan", folder, "--strategy", strategy, "--format", "json"]);
  return (JSON.parse(stdout) as { findings: readonly ScannedFinding[] }).findings;
}

/** Applies every fix of a strategy, safe or not; of some rules alone, also those that need a package which only the user can choose. */
export function fix(folder: string, strategy: string, rules: readonly string[] = []): void {
  run(["fix", folder, "--strategy", strategy, "--unsafe", "--write", ...rules.flatMap((rule) => ["--rule", rule])]);
}

/** The command line ends with 1 where something is left, which is no failure. */
function run(args: readonly string[]): { readonly stdout: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, "--no-cache"], { encoding: "utf8", maxBuffer: 1_000_000_000 });
  if (status !== 0 && status !== 1) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
  return { stdout };
}
