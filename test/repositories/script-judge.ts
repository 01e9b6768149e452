import { spawnSync } from "node:child_process";
import { existsSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import { typescriptFolder } from "../programs/setup.ts";
import { compilerOptions as programOptions } from "../programs/typescript/compiler.ts";
import { readSyntax } from "../support/grammars.ts";
import { lostComments } from "../support/invariants.ts";
import { judge } from "../support/judges.ts";

/** A file of TypeScript or JavaScript before and after its rewrite. */
export interface ChangedScript {
  readonly path: string;
  /** Undefined for a file that is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** What TypeScript has against changed files: it does not read them any more, or they lost a comment. */
export async function scriptFailures(changed: readonly ChangedScript[]): Promise<string[]> {
  const language = (path: string) => (/\.[cm]?ts$/.test(path) ? "ts" : path.endsWith(".tsx") ? "tsx" : "js");
  const verdicts = await judge(changed.flatMap(({ path, before, after }) => [before ?? "", after].map((text) => ({ language: language(path), text }) as const)));
  const failures: string[] = [];
  for (const [index, { path, before, after }] of changed.entries()) {
    const [was, is] = [verdicts[2 * index], verdicts[2 * index + 1]];
    if (is !== undefined && was === undefined) failures.push(`${path}: it does not parse: ${is}`);
    const grammar = grammarOfPath(path);
    if (grammar === undefined || before === undefined) continue;
    const [lost] = lostComments((await readSyntax(grammar, before)).comments, (await readSyntax(grammar, after)).comments);
    if (lost !== undefined) failures.push(`${path}: it lost ${lost}`);
  }
  return failures;
}

/**
 * The compiler's new complaints about the changed files of a repository: by its own configuration and its own packages, those of the folder that is
 * proven, where somebody has installed them; else against the packages of the programs, so that what neither knows is no news in either copy.
 */
export function newTypeErrors(original: string, before: string, after: string, changed: readonly ChangedProject[]): string[] {
  return changed.flatMap(({ project, paths }) => {
    const packages = ["", project].map((folder) => join(original, folder, "node_modules")).filter((folder) => existsSync(folder));
    const isInstalled = packages.length > 0 && existsSync(join(original, project, "tsconfig.json"));
    const [was, is] = [before, after].map((copy) => (isInstalled ? complaintsIn(original, copy, project) : complaintsAgainstPrograms(copy, project, paths)));
    const left = (was ?? []).map(withoutNames);
    return (is ?? []).filter((complaint) => {
      const index = left.indexOf(withoutNames(complaint));
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  });
}

/** A complaint about an answer or about options, whose types have other names afterwards. */
const withoutNames = (complaint: string): string => complaint.replace(/(?<=\bTS\d+: .*?)\b[Tt]ype '[^']*'/g, "type '…'");

/** A folder with a `tsconfig.json`, or the repository's own, and the changed files below it. */
export interface ChangedProject {
  readonly project: string;
  readonly paths: readonly string[];
}

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

function complaintsIn(original: string, copy: string, project: string): string[] {
  for (const folder of new Set(["", project])) {
    const packages = join(original, folder, "node_modules");
    if (existsSync(packages) && !existsSync(join(copy, folder, "node_modules"))) symlinkSync(realpathSync(packages), join(copy, folder, "node_modules"), "junction");
  }
  return complaintsOf(copy, project, join(copy, project));
}

/** The compiler's complaints about some files with the packages of the programs, loosely: a repository's own packages are not there. */
function complaintsAgainstPrograms(copy: string, project: string, paths: readonly string[]): string[] {
  const configuration = join(copy, project, "tsconfig.portkey-migrate-proof.json");
  const link = join(copy, "node_modules");
  if (!existsSync(link)) symlinkSync(fileURLToPath(new URL("node_modules", typescriptFolder)), link, "junction");
  const own = existsSync(join(copy, project, "tsconfig.json")) ? { extends: "./tsconfig.json" } : {};
  const files = paths.filter((path) => existsSync(join(copy, path))).map((path) => relative(join(copy, project), join(copy, path)));
  const compilerOptions = { ...programOptions, composite: false, incremental: false, noImplicitAny: false, rootDir: copy };
  writeFileSync(configuration, JSON.stringify({ ...own, files, include: [], references: [], compilerOptions }));
  try {
    return complaintsOf(copy, project, configuration);
  } finally {
    rmSync(configuration);
  }
}

function complaintsOf(copy: string, project: string, configuration: string): string[] {
  const { stdout } = spawnSync(process.execPath, [compiler, "--project", configuration, "--noEmit", "--pretty", "false"], {
    cwd: join(copy, project),
    encoding: "utf8",
    maxBuffer: 1_000_000_000,
  });
  // Where a complaint stands moves with what is written above it.
  return stdout.split("\n").flatMap((line) => {
    const [, path, text] = /^(.+?)\(\d+,\d+\): (error TS\d+: .*)$/.exec(line.trimEnd()) ?? [];
    return path === undefined || text === undefined ? [] : [`${path}: ${text.replaceAll(copy, "")}`];
  });
}
