// `npm run prove -- [--strategy NAME…] FOLDER…`: rewrites copies of repositories with every fix there is, and counts what came of it.
// Each folder is a repository of the reader's choosing and is never written to. Outside `npm test`, as it is as good as what it is given.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { strategies } from "../../server/src/engine/settings.ts";
import { complaintsAbout, isLoose } from "../programs/pyright.ts";
import { install, python, setUpPrograms } from "../programs/setup.ts";
import { askPython } from "../support/ask-python.ts";
import { type ChangedProject, newTypeErrors, scriptFailures } from "./script-judge.ts";
import { build, fix, scan } from "./tool.ts";

const judge = fileURLToPath(new URL("judge.py", import.meta.url));

/** What became of a repository by one strategy. */
interface Proof {
  /** Requests, functions for requests that are handed on, and clients of a proxy. */
  readonly sites: number;
  /** Those with a fix of the strategy. */
  readonly fixed: number;
  /** Those with a fix of any strategy. */
  readonly fixedAnyhow: number;
  readonly changedFiles: number;
  /** What should be empty: each names a file and what is wrong with it. */
  readonly failures: readonly string[];
}

const requestRules = new Set(["completion", "text-completion", "embedding", "image", "audio", "moderation", "rerank", "responses", "batch", "proxy-client"].map((kind) => `litellm-${kind}`));

const { values, positionals } = parseArgs({ allowPositionals: true, options: { strategy: { type: "string", multiple: true, default: ["portkey-sdk"] }, types: { type: "boolean", default: false } } });
const unknown = values.strategy.find((name) => !strategies.some((strategy) => strategy === name));
if (positionals.length === 0 || unknown !== undefined) {
  console.error(unknown === undefined ? "name the folders of the repositories" : `${unknown} is no strategy; there are ${strategies.join(", ")}`);
  process.exit(2);
}
build();
let hasPackages = false;

console.log("repository | strategy | request sites | with its fix | with any fix | files changed | failures");
for (const folder of positionals) {
  for (const strategy of values.strategy) {
    const proof = await prove(resolve(folder), strategy);
    const share = (part: number): string => (proof.sites === 0 ? "–" : `${part} (${Math.round((100 * part) / proof.sites)} %)`);
    console.log([basename(resolve(folder)), strategy, proof.sites, share(proof.fixed), share(proof.fixedAnyhow), proof.changedFiles, proof.failures.length].join(" | "));
    for (const failure of proof.failures) console.log(`    ${failure}`);
  }
}

async function prove(folder: string, strategy: string): Promise<Proof> {
  const workplace = mkdtempSync(join(tmpdir(), "portkey-migrate-proof-"));
  try {
    const [before, after] = [join(workplace, "before"), join(workplace, "after")];
    for (const copy of [before, after]) cpSync(folder, copy, { recursive: true, filter: (path) => !/[/\\](?:\.git|node_modules)$/.test(path), verbatimSymlinks: true });
    const requests = scan(before, strategy).filter(({ rule }) => requestRules.has(rule));
    fix(after, strategy);
    const changed = codeFiles(after).filter((path) => textOf(before, path) !== textOf(after, path));
    const texts = changed.map((path) => textOf(after, path));
    const python = changed.filter((path) => path.endsWith(".py"));
    const scripts = changed.filter((path) => !path.endsWith(".py"));
    const failures = await scriptFailures(scripts.map((path) => ({ path, before: textOf(before, path), after: textOf(after, path) ?? "" })));
    if (python.length > 0 || (values.types && scripts.length > 0)) setUpPackages();
    if (python.length > 0) failures.push(...(await judged(before, after, python)), ...undefinedNames(before, after));
    if (values.types) failures.push(...(await typeFailures(before, after, python)), ...newTypeErrors(folder, before, after, projectsOf(after, scripts)));
    fix(after, strategy);
    for (const [index, path] of changed.entries()) if (textOf(after, path) !== texts[index]) failures.push(`${path}: a second run changes it again`);
    return {
      sites: requests.length,
      fixed: requests.filter(({ fixes }) => fixes.some((fix) => fix.strategy === strategy)).length,
      fixedAnyhow: requests.filter(({ fixes }) => fixes.length > 0).length,
      changedFiles: changed.length,
      failures,
    };
  } finally {
    rmSync(workplace, { recursive: true });
  }
}

/** Ruff and the packages that Pyright and the compiler look into, once a repository needs them. */
function setUpPackages(): void {
  if (hasPackages) return;
  hasPackages = true;
  setUpPrograms();
  install(fileURLToPath(new URL("requirements.txt", import.meta.url)));
}

/** The folders with a `tsconfig.json` that files are below, the nearest of each, with those files. */
function projectsOf(folder: string, paths: readonly string[]): ChangedProject[] {
  const nearest = (path: string): string => (path === "." || textOf(folder, join(path, "tsconfig.json")) !== undefined ? path : nearest(dirname(path)));
  const projects = [...new Set(paths.map((path) => nearest(dirname(path))))];
  return projects.map((project) => ({ project, paths: paths.filter((path) => nearest(dirname(path)) === project) }));
}

function codeFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(?:py|[cm]?[jt]sx?)$/.test(entry.name));
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

/** The text of a file; undefined where it is not there. */
function textOf(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch {
    return undefined;
  }
}

/** What CPython has against the changed files: they do not compile, or lost a comment. */
async function judged(before: string, after: string, paths: readonly string[]): Promise<string[]> {
  const verdicts = await askPython<readonly (string | null)[]>(
    [judge],
    paths.map((path) => [textOf(before, path) ?? "", textOf(after, path)]),
  );
  return paths.flatMap((path, index) => (verdicts[index] ? [`${path}: ${verdicts[index]}`] : []));
}

/** Names that nothing defines any more (ruff F821) and names that something redefines (F811), where there were none before. */
function undefinedNames(before: string, after: string): string[] {
  const messages = (folder: string): string[] => {
    const { stdout, stderr, status } = spawnSync(python, ["-m", "ruff", "check", "--isolated", "--no-cache", "--select", "F821,F811", "--output-format", "json", folder], {
      encoding: "utf8",
      maxBuffer: 1_000_000_000,
    });
    if (status !== 0 && status !== 1) throw new Error(`ruff ended with ${status}: ${stderr}`);
    return (JSON.parse(stdout) as readonly { filename: string; message: string }[]).map(
      ({ filename, message }) => `${relative(folder, filename)}: ${message.replace(/ from (?:cell \d+, )?line \d+/, "")}`,
    );
  };
  return added(messages(before), messages(after));
}

async function typeFailures(before: string, after: string, paths: readonly string[]): Promise<string[]> {
  const messages = async (folder: string): Promise<string[]> =>
    (await complaintsAbout(paths.map((path) => join(folder, path)).filter((path) => existsSync(path))))
      .filter((each) => !isLoose(each))
      .map(({ file, message }) => `${relative(folder, file)}: ${message}`);
  return added(await messages(before), await messages(after));
}

/** What is in the second list more often than in the first. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((message) => {
    const known = left.indexOf(message);
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
}
