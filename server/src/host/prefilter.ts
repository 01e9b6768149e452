import { isUtf8 } from "node:buffer";
import { catalog, type PairedNeedle } from "../engine/catalog/catalog.ts";
import { tooLarge } from "../engine/unreadable.ts";
import { notUtf8 } from "./decode.ts";
import { modelSearch } from "./model-search.ts";

/** What a text must hold to be worth reading; the catalog has them. */
export interface Needles {
  /** One of these anywhere. */
  readonly needles: readonly string[];
  /** Or one of these, each ending in a slash, right after a quote. */
  readonly modelNeedles: readonly string[];
  /** Or the word of one of these, with what has to stand beside it. */
  readonly pairedNeedles: readonly PairedNeedle[];
}

/** Tells by its bytes, before anything is decoded, whether a file may hold something to find: the same as `mayHoldFindings` of its text. */
export function createPrefilter({ needles, modelNeedles, pairedNeedles }: Needles): (bytes: Uint8Array) => boolean {
  // One pass for all of them takes half of what a search for each does; they are ASCII, so bytes will do for characters.
  const anyNeedle = new RegExp(needles.join("|"));
  const nextModel = modelSearch(modelNeedles, quotes);
  return (bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString("latin1");
    return anyNeedle.test(text) || nextModel(buffer, 0) >= 0 || pairedNeedles.some(({ word, beside }) => buffer.includes(word) && beside.test(text));
  };
}

const quotes: ReadonlySet<number | undefined> = new Set(Buffer.from("\"'`"));

const mayHoldFindings = createPrefilter(catalog);

/** Whether bytes are a source file in which there is nothing to find and nothing that keeps it from being read. */
export const holdsNothing = (bytes: Uint8Array, maxFileSizeKB: number): boolean =>
  !mayHoldFindings(bytes) && tooLarge(bytes.length, maxFileSizeKB) === undefined && notUtf8(bytes) === undefined && isUtf8(bytes);
