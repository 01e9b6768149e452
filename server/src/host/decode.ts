import { isAscii, isUtf8 } from "node:buffer";
import { tooLarge, tooLongLine } from "../engine/unreadable.ts";

/** A text, or why the bytes are not one that can be read. */
export type Decoded = { readonly kind: "text"; readonly text: string; readonly hasByteOrderMark: boolean } | { readonly kind: "skipped"; readonly reason: string };

/** Reads the bytes of a source file as UTF-8; the byte-order mark is not part of the text, as in an editor. */
export function decodeSource(bytes: Uint8Array, maxFileSizeKB: number): Decoded {
  const large = tooLarge(bytes.length, maxFileSizeKB);
  if (large !== undefined) return { kind: "skipped", reason: large };
  const decoded = decodeText(bytes);
  const reason = decoded.kind === "text" ? tooLongLine(decoded.text) : undefined;
  return reason === undefined ? decoded : { kind: "skipped", reason };
}

/** Reads bytes as UTF-8, however many there are: those of a notebook hold more than its code. */
export function decodeText(bytes: Uint8Array): Decoded {
  const unreadable = notUtf8(bytes);
  if (unreadable !== undefined) return { kind: "skipped", reason: unreadable };
  if (!isUtf8(bytes)) return { kind: "skipped", reason: "not valid UTF-8" };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = isAscii(bytes) ? buffer.toString("latin1") : buffer.toString("utf8");
  const hasByteOrderMark = decoded.startsWith(byteOrderMark);
  return { kind: "text", text: hasByteOrderMark ? decoded.slice(1) : decoded, hasByteOrderMark };
}

/** The character that some editors put before the first one of a file. */
export const byteOrderMark = "\uFEFF";

/** Why these bytes cannot be UTF-8 text, judged by their beginning, or undefined. */
export function notUtf8(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return "encoded as UTF-16; only UTF-8 is read";
  return bytes.subarray(0, 8192).includes(0) ? "binary" : undefined;
}
