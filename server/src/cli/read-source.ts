import { isAscii, isUtf8 } from "node:buffer";
import { catalog } from "../engine/catalog/catalog.ts";
import { isNotebookPath, type Notebook, readNotebook } from "../engine/notebook/read-notebook.ts";
import { type Grammar, grammarOfPath, type SourceFile } from "../engine/source-file.ts";
import { decodeSource, decodeText, notUtf8 } from "../host/decode.ts";
import type { ReadBytes } from "../host/file-reader.ts";
import { createPrefilter } from "../host/prefilter.ts";
import { isUnreadFormat, unreadFile } from "../host/unread-formats.ts";

/** What the content of a file is to a scan. */
export type ReadSource =
  | { readonly kind: "skipped"; readonly reason: string }
  /** A format that is not read, in which nothing speaks of LiteLLM. */
  | { readonly kind: "unmentioned" }
  /** A format that is not read, with names that may be those of LiteLLM's models. */
  | { readonly kind: "models"; readonly reason: string }
  /** Source in which there is nothing to find by itself; the text is good for its imports. */
  | { readonly kind: "plain"; readonly text: string }
  | ReadText;

/** The text of a file that may hold something. */
export interface ReadText extends Pick<SourceFile, "text" | "cells"> {
  readonly kind: "text";
  readonly grammar: Grammar;
  /** By itself, whatever other files give to it. */
  mayHoldFindings(): boolean;
  readonly hasByteOrderMark: boolean;
  /** The file, where it is a notebook. */
  readonly notebook: Notebook | undefined;
}

/** Reads what a file holds, as far as its bytes say that there may be something to find. */
export function readSource(path: string, content: ReadBytes, maxFileSizeKB: number): ReadSource {
  if (content.kind === "skipped") return content;
  const { bytes } = content;
  if (!isNotebookPath(path) && grammarOfPath(path) === undefined) return unreadFormat(path, bytes);
  const unreadable = notUtf8(bytes) ?? (isUtf8(bytes) ? undefined : "not valid UTF-8");
  if (unreadable !== undefined) return { kind: "skipped", reason: unreadable };
  if (isNotebookPath(path) || mayHoldFindings(bytes)) return readText(path, content, maxFileSizeKB);
  return { kind: "plain", text: textForImports(bytes) };
}

/** Reads the text of a file in whatever it holds. */
export function readText(path: string, content: ReadBytes, maxFileSizeKB: number): ReadText | { readonly kind: "skipped"; readonly reason: string } {
  if (content.kind === "skipped") return content;
  const { bytes } = content;
  const isNotebook = isNotebookPath(path);
  const decoded = isNotebook ? decodeText(bytes) : decodeSource(bytes, maxFileSizeKB);
  if (decoded.kind === "skipped") return decoded;
  const { text, hasByteOrderMark } = decoded;
  if (!isNotebook) return { kind: "text", grammar: grammarOfPath(path) ?? "python", text, mayHoldFindings: () => mayHoldFindings(bytes), hasByteOrderMark, notebook: undefined };
  const notebook = readNotebook(text);
  if (notebook.kind === "skipped") return notebook;
  // JSON may put a backslash before the slash of a model's name.
  return { kind: "text", grammar: "python", text: notebook.text, cells: notebook.cells, mayHoldFindings: () => mayHoldFindings(bytes) || holds(bytes, "\\/"), hasByteOrderMark, notebook };
}

function unreadFormat(path: string, bytes: Uint8Array): ReadSource {
  const unread = unreadFile(path, bytes);
  if (unread) return { kind: unread.isOnlyModels ? "models" : "skipped", reason: unread.reason };
  return isUnreadFormat(path) ? { kind: "unmentioned" } : { kind: "skipped", reason: "not a Python, TypeScript or JavaScript file" };
}

const mayHoldFindings = createPrefilter(catalog);

/** Whether bytes hold a word, which is ASCII. */
export const holds = (content: Uint8Array, word: string): boolean => Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(word);

/** A text whose imports can be read, as cheaply as its bytes allow. */
function textForImports(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isAscii(buffer) ? buffer.toString("latin1") : buffer.toString("utf8");
}

/** Lower case, without the dot. */
export const extensionOf = (path: string): string => path.slice(path.lastIndexOf(".") + 1).toLowerCase();
