import { isUtf8 } from "node:buffer";
import { catalog, type PairedNeedle } from "../engine/catalog/catalog.ts";
import { tooLarge } from "../engine/unreadable.ts";
import { notUtf8 } from "./decode.ts";

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
  const holdsModel = modelSearch(modelNeedles);
  return (bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString("latin1");
    return anyNeedle.test(text) || holdsModel(buffer) || pairedNeedles.some(({ word, beside }) => buffer.includes(word) && beside.test(text));
  };
}

const slash = 0x2f;
const quotes: ReadonlySet<number | undefined> = new Set(Buffer.from("\"'`"));

/** There are more than a hundred prefixes: one pass over the slashes is twenty times faster than a pass for each. */
function modelSearch(modelNeedles: readonly string[]): (buffer: Buffer) => boolean {
  const byLastByte: Buffer[][] = Array.from({ length: 256 }, () => []);
  for (const needle of modelNeedles) {
    const prefix = Buffer.from(needle.slice(0, -1));
    byLastByte[prefix.at(-1) ?? 0]?.push(prefix);
  }
  return (buffer) => {
    for (let at = buffer.indexOf(slash); at >= 0; at = buffer.indexOf(slash, at + 1)) {
      for (const prefix of byLastByte[buffer[at - 1] ?? 0] ?? []) {
        const start = at - prefix.length;
        if (quotes.has(buffer[start - 1]) && buffer.compare(prefix, 0, prefix.length, start, at) === 0) return true;
      }
    }
    return false;
  };
}

const mayHoldFindings = createPrefilter(catalog);

/** Whether bytes are a source file in which there is nothing to find and nothing that keeps it from being read. */
export const holdsNothing = (bytes: Uint8Array, maxFileSizeKB: number): boolean =>
  !mayHoldFindings(bytes) && tooLarge(bytes.length, maxFileSizeKB) === undefined && notUtf8(bytes) === undefined && isUtf8(bytes);
