import { spawnSync } from "node:child_process";
import { existsSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
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
 * The compiler's new complaints about a repository, by its own configuration and its own packages: those of the folder that is proven,
 * where somebody has installed them. Nothing where the folder holds no `tsconfig.json` or no packages.
 */
export function newTypeErrors(original: string, before: string, after: string, projects: readonly string[]): string[] {
  return projects.flatMap((project) => {
    if (!existsSync(join(original, project, "tsconfig.json"))) return [];
    const [was, is] = [before, after].map((copy) => complaintsIn(original, copy, project));
    const left = [...(was ?? [])];
    return (is ?? []).filter((complaint) => {
      const index = left.indexOf(complaint);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  });
}

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

function complaintsIn(original: string, copy: string, project: string): string[] {
  for (const folder of new Set(["", project])) {
    const packages = join(original, folder, "node_modules");
    if (existsSync(packages) && !existsSync(join(copy, folder, "node_modules"))) symlinkSync(realpathSync(packages), join(copy, folder, "node_modules"), "junction");
  }
  const { stdout } = spawnSync(process.execPath, [compiler, "--project", join(copy, project), "--noEmit", "--pretty", "false"], {
    cwd: join(copy, project),
    encoding: "utf8",
    maxBuffer: 1_000_000_000,
  });
  // Where a complaint stands moves with what is written above it.
  return stdout.split("\n").flatMap((line) => {
    const [, path, text] = /^(.+?)\(\d+,\d+\): (error TS\d+: .*)$/.exec(line.trimEnd()) ?? [];
    return path === undefined || text === undefined ? [] : [`${path}: ${text}`];
  });
}
