import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { AdapterNeed } from "../engine/rewrite/call-plan.ts";
import { type AdapterFile, adapterFile } from "../engine/workspace/adapter-file.ts";
import { causeOf } from "../host/read-error.ts";
import type { Project } from "./project.ts";
import { reportPath } from "./targets.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { writeAtomically } from "./write-file.ts";

/** A file of the project that holds an adapter, with what becomes of it. */
export interface ProjectAdapter {
  readonly uri: string;
  readonly absolutePath: string;
  /** As reports write it. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: AdapterFile;
}

/** The adapters that fixes need, in the order of their paths. */
export function adaptersFor(needs: readonly AdapterNeed[], project: Pick<Project, "index" | "root" | "settings">): readonly ProjectAdapter[] {
  const { root, settings } = project;
  const uris = [...new Set(needs.map(({ uri }) => uri))].sort();
  return uris.map((uri) => {
    const absolutePath = fileURLToPath(uri);
    const before = existsSync(absolutePath) ? readFileSync(absolutePath, "utf8") : undefined;
    const after = adapterFile({ uri, existing: before, needs: needs.filter((need) => need.uri === uri), use: project.index.adapterUse(uri), settings });
    return { uri, absolutePath, path: reportPath(absolutePath, root), before, after };
  });
}

/** What would become of a file, as a diff; empty where it stays. */
export function adapterDiff({ before, after }: ProjectAdapter, path: string): string {
  return after.kind === "kept" ? "" : unifiedDiff(path, before, [{ span: { start: 0, end: before?.length ?? 0 }, text: after.text }]);
}

/** Writes a file that is to be written; says what the file system said where that failed. */
export function writeAdapter({ absolutePath, after }: ProjectAdapter): string | undefined {
  if (after.kind !== "written") return undefined;
  try {
    mkdirSync(dirname(absolutePath), { recursive: true });
    writeAtomically(absolutePath, Buffer.from(after.text));
    return undefined;
  } catch (error) {
    return causeOf(error);
  }
}
