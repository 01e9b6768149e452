import { readFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import type { AnalysisContext, Engine, FileReport } from "../engine/engine.ts";
import { withKnownRules } from "../engine/rules/known-rules.ts";
import { defaultSettings, parseSettings, type Settings } from "../engine/settings.ts";
import { parseSettingsFile, settingsFileName } from "../engine/settings-file.ts";
import { type Audit, auditOf } from "../engine/workspace/audit.ts";
import type { ModuleIndex } from "../engine/workspace/module-index.ts";
import { causeOf } from "../host/read-error.ts";
import { cacheFileFor } from "./cache/cache-key.ts";
import type { Io } from "./io.ts";
import type { CommonOptions } from "./options.ts";
import { type FolderSettings, type ProjectFile, Scan, uriOf } from "./project-scan.ts";
import { findUpwards, reportPath, resolveTargets, type Targets } from "./targets.ts";

/** A project read and analyzed once. */
export interface Project {
  /** Put before a report's path to name the file from the working folder; empty where that would climb out of it. */
  readonly pathPrefix: string;
  /** The same for a terminal, which opens what it can find: outside the working folder, the whole way. */
  readonly placePrefix: string;
  /** Of the folder as a whole. */
  readonly settings: Settings;
  /** What the files give to each other. */
  readonly index: ModuleIndex;
  /** What holds for a file, by its absolute path. */
  readonly contextOf: (path: string) => AnalysisContext;
  /** The folder that paths in the audit are relative to. */
  readonly root: string;
  readonly audit: Audit;
  readonly files: readonly ProjectFile[];
  /** Makes ready what planning fixes of some reports takes: one that was kept by an earlier run is analyzed again. */
  prepare(reports: readonly FileReport[]): Promise<void>;
  /** The edits of chosen fixes of a report that was made ready. */
  plan: Engine["plan"];
}

/** Reads and analyzes what the options name; tells on standard error what in the settings was of no use. */
export async function openProject(options: CommonOptions, io: Io): Promise<Project> {
  const targets = options.stdinPath === undefined ? resolveTargets(options.paths, io.cwd) : { root: io.cwd, folders: [], files: [] };
  const settings = settingsFor(options, targets, io);
  const scan = new Scan(io, settings);
  if (options.stdinPath === undefined) await scan.analyzeTargets(options, targets, cacheFileFor(options, targets, settings, io));
  else await scan.analyzeStandardInput(options.stdinPath);
  const { files, scanned, skipped } = scan;
  const pathPrefix = prefixFor(targets.root, io.cwd);
  const placePrefix = pathPrefix === "" && targets.root !== io.cwd ? `${targets.root.split(sep).join("/").replace(/\/$/, "")}/` : pathPrefix;
  return {
    pathPrefix,
    placePrefix,
    settings: settings.settings,
    get index() {
      return scan.index;
    },
    contextOf: (path) => scan.contextOf(path),
    root: targets.root,
    audit: auditOf(files, scanned, skipped, { rules: options.rules }),
    files,
    prepare: (reports) => scan.prepare(reports),
    plan: (report, choice, unwritable) => scan.plan(report, choice, unwritable),
  };
}

/** Defaults, then the repository's file, then the command line. */
function settingsFor(options: CommonOptions, { root }: Targets, io: Io): FolderSettings {
  const path = findUpwards(settingsFileName, root);
  const file =
    path === undefined
      ? { settings: defaultSettings, problems: [] }
      : withKnownRules(
          settingsFrom(path),
          io.rules.map(({ id }) => id),
          settingsFileName,
        );
  const own = parseSettings({ strategy: options.strategy, providerSlugs: options.slugs }, "command line", file.settings);
  for (const problem of [...file.problems, ...own.problems]) io.stderr.write(`${problem}\n`);
  // whoever runs the command wants it on
  const settings = { ...own.settings, enable: true };
  const folder = path === undefined ? root : dirname(path);
  const adapterPath = options.adapterPath === undefined ? settings.adapterPath && resolve(folder, settings.adapterPath) : resolve(io.cwd, options.adapterPath);
  return { settings, folder, adapterUri: adapterPath === undefined ? undefined : uriOf(adapterPath) };
}

function settingsFrom(path: string): ReturnType<typeof parseSettingsFile> {
  try {
    return parseSettingsFile(readFileSync(path, "utf8"));
  } catch (error) {
    return { settings: defaultSettings, problems: [`${path}: ${causeOf(error)}; the file is ignored`] };
  }
}

function prefixFor(root: string, cwd: string): string {
  const way = reportPath(root, cwd);
  return way === "" || way.startsWith("..") || /^(?:[A-Za-z]:|\/)/.test(way) ? "" : `${way}/`;
}
