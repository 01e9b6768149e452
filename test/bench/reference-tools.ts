import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { cacheFolder } from "./corpus.ts";

/** A tool that looks for LiteLLM in Python files in its own way; `run` gives what it prints. */
export interface ReferenceTool {
  readonly name: string;
  run(): string;
  /** `path:line` of everything that it reports. */
  sitesOf(output: string): ReadonlySet<string>;
}

/** The migration guide's own line. */
export const grep = (tree: string): ReferenceTool => ({
  name: "grep -rn (the guide's line)",
  run: () => output("grep", ["-rn", "from litellm\\|import litellm\\|litellm\\.", "--include=*.py", tree]),
  sitesOf: (text) => new Set(lines(text).flatMap((line) => /^(.*?:\d+):/.exec(line.slice(tree.length + 1))?.[1] ?? [])),
});

const prefixes = catalog.providers.map(({ prefix }) => prefix.replace(/[.\\]/g, "\\$&")).join("|");

/** A script over Python's own parser that reads every file. */
export const pythonAst = (tree: string): ReferenceTool => ({
  name: "python ast script, every file",
  run: () => output("python3", ["test/bench/find_litellm.py", tree, prefixes]),
  sitesOf: (text) => new Set(lines(text)),
});

/** `ast-grep scan` with rules for the same three things: imports, uses by name, strings with a provider's prefix. */
export function astGrep(tree: string): ReferenceTool {
  const config = join(cacheFolder, "ast-grep-rules");
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, "sgconfig.yml"), "ruleDirs: [rules]\n");
  mkdirSync(join(config, "rules"), { recursive: true });
  const rule = (id: string, body: string) => writeFileSync(join(config, "rules", `${id}.yml`), `id: ${id}\nlanguage: Python\nseverity: warning\nmessage: found\nrule:\n${body}`);
  rule("import", "  any:\n    - { kind: import_statement, regex: '\\blitellm\\b' }\n    - { kind: import_from_statement, regex: '^from\\s+litellm\\b' }\n");
  rule("module", "  any:\n    - pattern: litellm.$NAME\n    - pattern: litellm\n");
  rule("string", `  kind: string_content\n  regex: '^(?:${prefixes})/\\S'\n`);
  const binary = astGrepBinary();
  return {
    name: "ast-grep scan, equal rules",
    run: () => output(binary, ["scan", "--config", join(config, "sgconfig.yml"), "--json=stream", "--globs", "**/*.py", tree]),
    sitesOf: (text) =>
      new Set(
        lines(text).map((line) => {
          const { file, range } = JSON.parse(line);
          return `${relative(tree, file)}:${range.start.line + 1}`;
        }),
      ),
  };
}

const astGrepVersion = "0.51.1";

/** From npm into the bench's own folder, once; the package's script would only copy the binary. */
function astGrepBinary(): string {
  const packages = join(cacheFolder, "ast-grep");
  const suffix = process.platform === "linux" ? `linux-${process.arch}-gnu` : process.platform === "win32" ? `win32-${process.arch}-msvc` : `darwin-${process.arch}`;
  const binary = join(packages, "node_modules", "@ast-grep", `cli-${suffix}`, process.platform === "win32" ? "ast-grep.exe" : "ast-grep");
  if (!existsSync(binary)) {
    mkdirSync(packages, { recursive: true });
    writeFileSync(join(packages, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", `@ast-grep/cli@${astGrepVersion}`], { cwd: packages, stdio: ["ignore", "ignore", "inherit"] });
  }
  return binary;
}

/** What a command prints; finding nothing is no failure. */
function output(command: string, args: readonly string[]): string {
  const { stdout, stderr, status, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (error) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");
