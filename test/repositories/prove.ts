// `npm run prove -- [--strategy NAME…] FOLDER…`: rewrites copies of repositories with every fix there is, and counts what came of it.
// Each folder is a repository of the reader's choosing and is never written to. Outside `npm test`, as it is as good as what it is given.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { strategies } from "../../server/src/engine/settings.ts";
import { filesIn, textOf } from "./copies.ts";
import { newTypeComplaints, pythonFailures, setUpPackages } from "./python-judge.ts";
import { type ChangedProject, newTypeErrors, scriptFailures } from "./script-judge.ts";
import { build, fix, scan } from "./tool.ts";

/** What became of a repository by one strategy. */
interface Proof {
  /** Requests, functions for requests that are handed on, and clients of a proxy. */
  readonly sites: number;
  /** Those with a fix of the strategy. */
  readonly fixed: number;
  /** Those with a fix of a strategy that needs no adapter. */
  readonly fixedWithoutAdapter: number;
  /** Those with a fix of any strategy. */
  readonly fixedAnyhow: number;
  readonly changedFiles: number;
  /** What should be empty: each names a file and what is wrong with it. */
  readonly failures: readonly string[];
}

/** The files that fixes may change, by their names. */
const code = /\.(?:py|ipynb|[cm]?[jt]sx?)$/;

const requestRules = new Set(["completion", "text-completion", "embedding", "image", "audio", "moderation", "rerank", "responses", "batch", "proxy-client"].map((kind) => `litellm-${kind}`));

const { values, positionals } = parseArgs({ allowPositionals: true, options: { strategy: { type: "string", multiple: true, default: ["portkey-sdk"] }, types: { type: "boolean", default: false } } });
const unknown = values.strategy.find((name) => !strategies.some((strategy) => strategy === name));
if (positionals.length === 0 || unknown !== undefined) {
  console.error(unknown === undefined ? "name the folders of the repositories" : `${unknown} is no strategy; there are ${strategies.join(", ")}`);
  process.exit(2);
}
build();

console.log("repository | strategy | request sites | with its fix | without the adapter | with any fix | files changed | failures");
for (const folder of positionals) {
  for (const [strategy, proof] of await prove(resolve(folder))) {
    const share = (part: number): string => (proof.sites === 0 ? "–" : `${part} (${Math.round((100 * part) / proof.sites)} %)`);
    console.log(
      [basename(resolve(folder)), strategy, proof.sites, share(proof.fixed), share(proof.fixedWithoutAdapter), share(proof.fixedAnyhow), proof.changedFiles, proof.failures.length].join(" | "),
    );
    for (const failure of proof.failures) console.log(`    ${failure}`);
  }
}

/** What becomes of a repository by each of the strategies. */
async function prove(folder: string): Promise<ReadonlyMap<string, Proof>> {
  const workplace = mkdtempSync(join(tmpdir(), "portkey-migrate-proof-"));
  try {
    const before = join(workplace, "before");
    copy(folder, before);
    const rewritten: Rewritten[] = [];
    for (const strategy of values.strategy) {
      const after = join(workplace, strategy);
      copy(before, after);
      fix(after, strategy);
      rewritten.push({ strategy, after, changed: filesIn(after, code).filter((path) => textOf(before, path) !== textOf(after, path)) });
    }
    const complaints = values.types ? await newTypeComplaints(before, rewritten) : [];
    const proofs = new Map<string, Proof>();
    for (const [index, each] of rewritten.entries()) {
      const failures = [...(await failuresOf(folder, before, each)), ...(complaints[index] ?? [])];
      proofs.set(each.strategy, { ...countSites(before, each.strategy), changedFiles: each.changed.length, failures });
    }
    return proofs;
  } finally {
    rmSync(workplace, { recursive: true });
  }
}

/** A copy of a repository after the fixes of a strategy. */
interface Rewritten {
  readonly strategy: string;
  readonly after: string;
  readonly changed: readonly string[];
}

function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !/[/\\](?:\.git|\.venv|node_modules)$/.test(path), verbatimSymlinks: true });
}

/** What is wrong with changed files by themselves, and after a second run. */
async function failuresOf(original: string, before: string, { strategy, after, changed }: Rewritten): Promise<string[]> {
  const python = changed.filter((path) => /\.(?:py|ipynb)$/.test(path));
  const scripts = changed.filter((path) => !python.includes(path));
  const failures = await scriptFailures(scripts.map((path) => ({ path, before: textOf(before, path), after: textOf(after, path) ?? "" })));
  failures.push(...(await pythonFailures(before, after, python)));
  if (values.types && scripts.length > 0) setUpPackages();
  if (values.types) failures.push(...newTypeErrors(original, before, after, projectsOf(after, scripts)));
  const texts = new Map(filesIn(after, code).map((path) => [path, textOf(after, path)]));
  fix(after, strategy);
  for (const path of filesIn(after, code)) if (textOf(after, path) !== texts.get(path)) failures.push(`${path}: a second run changes it again`);
  return failures;
}

/** The requests that a strategy's scan tells, and what has a fix of them. */
function countSites(before: string, strategy: string): Pick<Proof, "sites" | "fixed" | "fixedWithoutAdapter" | "fixedAnyhow"> {
  const requests = scan(before, strategy).filter(({ rule }) => requestRules.has(rule));
  const fixedBy = (has: (strategy: string) => boolean): number => requests.filter(({ fixes }) => fixes.some((fix) => has(fix.strategy))).length;
  return { sites: requests.length, fixed: fixedBy((by) => by === strategy), fixedWithoutAdapter: fixedBy((by) => by !== "adapter"), fixedAnyhow: fixedBy(() => true) };
}

/** The folders with a `tsconfig.json` that files are below, the nearest of each, with those files. */
function projectsOf(folder: string, paths: readonly string[]): ChangedProject[] {
  const nearest = (path: string): string => (path === "." || textOf(folder, join(path, "tsconfig.json")) !== undefined ? path : nearest(dirname(path)));
  const projects = [...new Set(paths.map((path) => nearest(dirname(path))))];
  return projects.map((project) => ({ project, paths: paths.filter((path) => nearest(dirname(path)) === project) }));
}
