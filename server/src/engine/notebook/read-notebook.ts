import { type Cell, joinCells } from "./cells.ts";

/** The extension of the files that hold notebooks, without the dot. */
export const notebookExtension = "ipynb";

/** Whether a path or URI names a notebook. */
export const isNotebookPath = (path: string): boolean => path.toLowerCase().endsWith(`.${notebookExtension}`);

/** A notebook as it lies on disk, with the text that its Python cells make together. */
export interface Notebook {
  readonly kind: "notebook";
  /** The file, without a byte-order mark. */
  readonly json: string;
  readonly text: string;
  readonly cells: readonly Cell[];
}

/** A file that is no notebook, or one without Python, and why. */
export interface UnreadNotebook {
  readonly kind: "skipped";
  readonly reason: string;
}

/** Reads the JSON of a Jupyter notebook (nbformat 4). */
export function readNotebook(json: string): Notebook | UnreadNotebook {
  const skipped = (reason: string): UnreadNotebook => ({ kind: "skipped", reason });
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch {
    return skipped("not a notebook: its JSON cannot be read");
  }
  if (property(root, "worksheets") !== undefined) return skipped("a notebook of an old format; convert it with `jupyter nbconvert --to notebook`");
  const cells = property(root, "cells");
  if (!Array.isArray(cells)) return skipped("not a notebook: it has no list of cells");
  const language = languageOf(property(root, "metadata"));
  if (!isPython(language)) return skipped(`a notebook in ${language}; only those in Python are read`);
  const sources = cells.flatMap((cell: unknown, index) => {
    const source = property(cell, "cell_type") === "code" ? sourceOf(property(cell, "source")) : undefined;
    return source !== undefined && isPython(languageOfCell(property(cell, "metadata"))) ? [{ index, source }] : [];
  });
  return { kind: "notebook", json, ...joinCells(sources) };
}

/** The value of an own property; undefined for whatever is no object. */
function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** A source is one string, or the list of its lines (nbformat 4, `multiline_string`). */
function sourceOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((line) => typeof line === "string") ? value.join("") : undefined;
}

/** The language that the kernel told when the notebook was last run, else the one that its kernel was chosen for. */
function languageOf(metadata: unknown): string | undefined {
  const told = property(property(metadata, "language_info"), "name") ?? property(property(metadata, "kernelspec"), "language");
  return typeof told === "string" ? told : undefined;
}

/** The language that an editor has noted for one cell (VS Code's `vscode.languageId`). */
function languageOfCell(metadata: unknown): string | undefined {
  const noted = property(property(metadata, "vscode"), "languageId");
  return typeof noted === "string" ? noted : undefined;
}

/** A notebook that names no language is taken for Python, which nearly all of them are. */
const isPython = (language: string | undefined): boolean => language === undefined || /^i?python\d?$/i.test(language);
