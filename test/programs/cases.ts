// The programs of `cases/`, and the texts that lie beside some of them.
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A program that is run before and after its rewrite. */
export interface Program {
  /** Its file's name without the ending. */
  readonly name: string;
  readonly text: string;
  /** A rewrite known to be wrong. */
  readonly naive: string | undefined;
  /** The rewrite of Portkey's guide for the move, corrected where its head says so. */
  readonly guide: string | undefined;
}

const folder = new URL("cases/", import.meta.url);

function textOf(file: string): string | undefined {
  const url = new URL(file, folder);
  return existsSync(url) ? readFileSync(url, "utf8") : undefined;
}

/** All programs, by their names. */
export const programs: readonly Program[] = readdirSync(folder)
  .flatMap((file) => /^([^.]+)\.py$/.exec(file)?.[1] ?? [])
  .map((name) => ({ name, text: textOf(`${name}.py`) ?? "", naive: textOf(`${name}.naive.py`), guide: textOf(`${name}.guide.py`) }));
