// The programs of `cases/`, and the rewrites that lie beside some of them: those known to be wrong, and those of Portkey's guide.
import { readdirSync, readFileSync } from "node:fs";
import type { SourceText } from "./bed.ts";

/** A program that is run before and after its rewrite. */
export interface Program extends SourceText {
  /** Its file's name without the ending. */
  readonly name: string;
  /** Only the adapter carries it. */
  readonly isForAdapter: boolean;
  /** A rewrite known to be wrong. */
  readonly naive: SourceText | undefined;
  /** The rewrite of Portkey's guide for the move, corrected where its head says so. */
  readonly guide: SourceText | undefined;
}

/** All programs of a folder beside this file, by their names. */
export function programsIn(folderName: string): readonly Program[] {
  const folder = new URL(`${folderName}/`, import.meta.url);
  const files = readdirSync(folder).sort();
  const read = (file: string): SourceText => ({ file, text: readFileSync(new URL(file, folder), "utf8") });
  return files.flatMap((file) => {
    const [, name, ending] = /^([^.]+)\.(\w+)$/.exec(file) ?? [];
    if (name === undefined) return [];
    const beside = (kind: string): SourceText | undefined => (files.includes(`${name}.${kind}.${ending}`) ? read(`${name}.${kind}.${ending}`) : undefined);
    return [{ ...read(file), name, isForAdapter: folderName === "adapter-cases", naive: beside("naive"), guide: beside("guide") }];
  });
}
