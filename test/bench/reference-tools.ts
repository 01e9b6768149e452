import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { cacheFolder } from "./corpus.ts";

/** A tool that looks for LiteLLM in the files of a language in its own way; `run` gives what it prints. */
export interface ReferenceTool {
  readonly name: string;
  run(): string;
  /** `path:line` of everything that it reports. */
  sitesOf(output: string): ReadonlySet<string>;
}

/** A language whose files are looked through, and the tools that ours is measured against. */
export interface BenchLanguage {
  readonly name: "Python" | "TypeScript";
  isSource(path: string): boolean;
  /** A comment that changes nothing, with its line break. */
  readonly comment: string;
  /** A search for words, the matcher of patterns over a tree, a script over the language's own parser. */
  toolsFor(tree: string): { readonly grep: ReferenceTool; readonly astGrep: ReferenceTool; readonly script: ReferenceTool };
}

const prefixes = catalog.providers.map(({ prefix }) => prefix.replace(/[.\\]/g, "\\$&")).join("|");

/** The migration guide's own line, `ast-grep scan` with rules for imports, uses by name and strings with a provider's prefix, and a script over `ast`. */
export const python: BenchLanguage = {
  name: "Python",
  isSource: (path) => path.endsWith(".py"),
  comment: "# changed\n",
  toolsFor: (tree) => ({
    grep: grep("the guide's line", tree, "from litellm\\|import litellm\\|litellm\\.", ["*.py"]),
    astGrep: astGrep(tree, ["**/*.py"], {
      import: ["Python", "  any:\n    - { kind: import_statement, regex: '\\blitellm\\b' }\n    - { kind: import_from_statement, regex: '^from\\s+litellm\\b' }\n"],
      module: ["Python", "  any:\n    - pattern: litellm.$NAME\n    - pattern: litellm\n"],
      string: ["Python", `  kind: string_content\n  regex: '^(?:${prefixes})/\\S'\n`],
    }),
    script: { name: "python ast script, every file", run: () => output("python3", ["test/bench/find_litellm.py", tree, prefixes]), sitesOf: (text) => new Set(lines(text)) },
  }),
};

const scripts = /\.[cm]?[jt]sx?$/;

/** The same for TypeScript, where LiteLLM is an address and a variable more often than a package: its name in any case, and what holds it. */
export const typescript: BenchLanguage = {
  name: "TypeScript",
  isSource: (path) => scripts.test(path),
  comment: "// changed\n",
  toolsFor: (tree) => ({
    grep: grep("LiteLLM's name", tree, "litellm\\|LiteLLM\\|LITELLM", ["*.ts", "*.tsx", "*.js"]),
    astGrep: astGrep(
      tree,
      ["**/*.ts", "**/*.tsx", "**/*.js"],
      Object.fromEntries(
        ["TypeScript", "Tsx", "JavaScript"].flatMap((language) => [
          [`import-${language}`, [language, "  kind: import_statement\n  regex: '[\"'']litellm'\n"]],
          [`variable-${language}`, [language, "  kind: property_identifier\n  regex: 'LITE_?LLM_'\n"]],
          [`string-${language}`, [language, `  kind: string_fragment\n  regex: '^(?:${prefixes})/\\S|[Ll]ite_?(?:llm|LLM)|LITE_?LLM'\n`]],
        ]),
      ),
    ),
    script: {
      name: "typescript parser script, every file",
      run: () => output(process.execPath, ["test/bench/find-litellm.mjs", tree, prefixes, join(installed("typescript", typescriptVersion), "typescript", "lib", "typescript.js")]),
      sitesOf: (text) => new Set(lines(text)),
    },
  }),
};

const grep = (which: string, tree: string, pattern: string, files: readonly string[]): ReferenceTool => ({
  name: `grep -rn (${which})`,
  run: () => output("grep", ["-rn", pattern, ...files.map((name) => `--include=${name}`), tree]),
  sitesOf: (text) => new Set(lines(text).flatMap((line) => /^(.*?:\d+):/.exec(line.slice(tree.length + 1))?.[1] ?? [])),
});

/** `ast-grep scan` with rules by their ids, each with its language and what it looks for. */
function astGrep(tree: string, globs: readonly string[], rules: Readonly<Record<string, readonly [language: string, body: string]>>): ReferenceTool {
  const config = join(cacheFolder, `ast-grep-rules-${createHash("sha256").update(JSON.stringify(rules)).digest("hex").slice(0, 12)}`);
  mkdirSync(join(config, "rules"), { recursive: true });
  writeFileSync(join(config, "sgconfig.yml"), "ruleDirs: [rules]\n");
  for (const [id, [language, body]] of Object.entries(rules)) writeFileSync(join(config, "rules", `${id}.yml`), `id: ${id}\nlanguage: ${language}\nseverity: warning\nmessage: found\nrule:\n${body}`);
  const binary = astGrepBinary();
  return {
    name: "ast-grep scan, equal rules",
    run: () => output(binary, ["scan", "--config", join(config, "sgconfig.yml"), "--json=stream", ...globs.flatMap((glob) => ["--globs", glob]), tree]),
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

/** TypeScript's last parser that a script can call. */
const typescriptVersion = "5.9.3";

/** The package's script would only copy the binary. */
function astGrepBinary(): string {
  const suffix = process.platform === "linux" ? `linux-${process.arch}-gnu` : process.platform === "win32" ? `win32-${process.arch}-msvc` : `darwin-${process.arch}`;
  return join(installed("@ast-grep/cli", astGrepVersion), "@ast-grep", `cli-${suffix}`, process.platform === "win32" ? "ast-grep.exe" : "ast-grep");
}

/** The folder of packages that holds one from npm, which is put into the bench's own folder once, without its scripts. */
function installed(name: string, version: string): string {
  const folder = join(cacheFolder, `${name.replace(/^.*\//, "")}-${version}`);
  const packages = join(folder, "node_modules");
  if (!existsSync(packages)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  }
  return packages;
}

/** What a command prints; finding nothing is no failure. */
function output(command: string, args: readonly string[]): string {
  const { stdout, stderr, status, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  if (error) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");
