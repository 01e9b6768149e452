// What CPython, ruff and Pyright have against the Python files of a repository after a rewrite that they did not have before.
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Complaint, complaintsAbout, isLoose } from "../programs/pyright.ts";
import { install, python, setUpPrograms } from "../programs/setup.ts";
import { askPython } from "../support/ask-python.ts";
import { added, filesIn, textOf } from "./copies.ts";

const judge = fileURLToPath(new URL("judge.py", import.meta.url));

/** Files that CPython does not read any more or that lost a comment, and names that nothing defines any more. */
export async function pythonFailures(before: string, after: string, changed: readonly string[]): Promise<string[]> {
  if (changed.length === 0) return [];
  setUpPackages();
  const verdicts = await askPython<readonly (string | null)[]>(
    [judge],
    changed.map((path) => [path, textOf(before, path) ?? emptyFile(path), textOf(after, path)]),
  );
  return [...changed.flatMap((path, index) => (verdicts[index] ? [`${path}: ${verdicts[index]}`] : [])), ...added(ruffMessages(before), ruffMessages(after))];
}

/**
 * Pyright's new complaints about changed modules and those that import them, against the real SDKs, for each copy of a repository that a
 * strategy has rewritten. Packages that are not installed are unknown to it, before and after alike. A line that no fix has touched and of which it
 * complained before, but for LiteLLM's answer that may be a stream, has no new complaint where it says now what is wrong with Portkey's.
 */
export async function newTypeComplaints(before: string, rewritten: readonly { readonly after: string; readonly changed: readonly string[] }[]): Promise<readonly string[][]> {
  const modules = new Set(rewritten.flatMap(({ changed }) => changed.filter((path) => path.endsWith(".py"))));
  if (modules.size === 0) return [];
  setUpPackages();
  const named = new RegExp(`\\b(?:${[...new Set([...modules].map(moduleName))].join("|")})\\b`);
  const concerns = (folder: string, path: string): boolean => modules.has(path) || importsOf(textOf(folder, path) ?? "").some((line) => named.test(line));
  const copies = [before, ...rewritten.map(({ after }) => after)];
  const complaints = await typeComplaints(copies.map((folder) => ({ folder, paths: filesIn(folder, /\.py$/).filter((path) => concerns(folder, path)) })));
  return rewritten.map(({ after }) => newComplaints(complaints.get(before) ?? [], complaints.get(after) ?? []).map(({ path, number, words }) => `${path}:${number}: ${words}`));
}

/** A complaint of Pyright's, with the line that it is about. */
interface LineComplaint {
  readonly path: string;
  readonly number: number;
  readonly line: string;
  /** The rule and the message, without the names of the copy. */
  readonly words: string;
}

function newComplaints(before: readonly LineComplaint[], after: readonly LineComplaint[]): readonly LineComplaint[] {
  const left = [...before];
  const without = (complaints: readonly LineComplaint[], isSame: (known: LineComplaint, each: LineComplaint) => boolean): readonly LineComplaint[] =>
    complaints.filter((each) => {
      const known = left.findIndex((other) => other.path === each.path && isSame(other, each));
      if (known >= 0) left.splice(known, 1);
      return known < 0;
    });
  const unknown = without(after, (known, { words }) => known.words === words);
  return without(unknown, (known, { line }) => known.line === line && !known.words.includes('for class "CustomStreamWrapper"'));
}

let hasPackages = false;

/** Ruff and the packages that Pyright and the compiler look into, once a repository needs them. */
export function setUpPackages(): void {
  if (hasPackages) return;
  hasPackages = true;
  setUpPrograms();
  install(fileURLToPath(new URL("requirements.txt", import.meta.url)));
}

const emptyFile = (path: string): string => (path.endsWith(".ipynb") ? '{"cells": []}' : "");

/** Names that nothing defines (F821) and names that something redefines (F811). */
function ruffMessages(folder: string): string[] {
  const { stdout, stderr, status } = spawnSync(python, ["-m", "ruff", "check", "--isolated", "--no-cache", "--select", "F821,F811", "--output-format", "json", folder], {
    encoding: "utf8",
    maxBuffer: 1_000_000_000,
  });
  if (status !== 0 && status !== 1) throw new Error(`ruff ended with ${status}: ${stderr}`);
  return (JSON.parse(stdout) as readonly { filename: string; message: string }[]).map(
    ({ filename, message }) => `${relative(folder, filename)}: ${message.replace(/ from (?:cell \d+, )?line \d+/, "")}`,
  );
}

/** The complaints about files of several copies that stand side by side, by the copy: one run reads the packages once. */
async function typeComplaints(copies: readonly { readonly folder: string; readonly paths: readonly string[] }[]): Promise<ReadonlyMap<string, LineComplaint[]>> {
  const workplace = dirname(copies[0]?.folder ?? "");
  const project = join(workplace, "pyrightconfig.json");
  writeFileSync(
    project,
    JSON.stringify({
      include: copies.flatMap(({ folder, paths }) => paths.map((path) => join(basename(folder), path))),
      exclude: [],
      executionEnvironments: copies.map(({ folder }) => ({ root: basename(folder), extraPaths: sourceRoots(folder).map((path) => join(basename(folder), path)) })),
      typeCheckingMode: "basic",
    }),
  );
  // Whether a name is exported from a package is told by where Pyright takes the package for, which is not the same in each copy.
  const complaints = (await complaintsAbout([project], project)).filter((each) => !isLoose(each) && each.rule !== "reportPrivateImportUsage");
  rmSync(project);
  const isIn = (folder: string, file: string): boolean => !relative(folder, file).startsWith("..");
  const inCopy = (folder: string, { file, rule, message, range }: Complaint): LineComplaint => {
    const path = relative(folder, file);
    const at = range?.start.line ?? 0;
    const words = `${rule ?? "syntax"}: ${message.replaceAll(folder, "").replaceAll(`${basename(folder)}.`, "")}`;
    return {
      path,
      number: at + 1,
      line:
        textOf(folder, path)
          ?.split(/\r\n|\r|\n/)
          [at]?.trim() ?? "",
      words,
    };
  };
  return new Map(copies.map(({ folder }) => [folder, complaints.filter(({ file }) => isIn(folder, file)).map((each) => inCopy(folder, each))]));
}

/** Where the packages of a repository begin: beside what describes a distribution, and in its `src`. */
function sourceRoots(folder: string): string[] {
  const distributions = filesIn(folder, /^(?:pyproject\.toml|setup\.(?:py|cfg))$/).map(dirname);
  return [...new Set([...distributions, "."].flatMap((path) => [join(path, "src"), path]))];
}

/** How an import calls a module: a package by its folder. */
const moduleName = (path: string): string => (basename(path) === "__init__.py" ? basename(dirname(path)) : basename(path, ".py"));

const importsOf = (text: string): readonly string[] => text.match(/^[ \t]*(?:from|import)[ \t].*/gm) ?? [];
