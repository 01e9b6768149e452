/** A text, or why the bytes are not one that can be read. */
export type Decoded = { readonly kind: "text"; readonly text: string; readonly hasByteOrderMark: boolean } | { readonly kind: "skipped"; readonly reason: string };

/** Longer lines are generated or minified code, which nobody migrates by hand and no grammar reads in time. */
const longestLine = 20_000;

/** Reads the bytes of a source file as UTF-8; the byte-order mark is not part of the text, as in an editor. */
export function decodeSource(bytes: Uint8Array, maxFileSizeKB: number): Decoded {
  const unreadable = tooLarge(bytes.length, maxFileSizeKB) ?? notUtf8(bytes);
  if (unreadable !== undefined) return { kind: "skipped", reason: unreadable };
  let decoded: string;
  try {
    decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: "skipped", reason: "not valid UTF-8" };
  }
  const hasByteOrderMark = decoded.startsWith(byteOrderMark);
  const text = hasByteOrderMark ? decoded.slice(1) : decoded;
  return hasTooLongLine(text) ? { kind: "skipped", reason: `has a line longer than ${longestLine} characters` } : { kind: "text", text, hasByteOrderMark };
}

/** The character that some editors put before the first one of a file. */
export const byteOrderMark = "\uFEFF";

/** Why a file of this size is not read, or undefined. */
export function tooLarge(bytes: number, maxFileSizeKB: number): string | undefined {
  if (bytes <= maxFileSizeKB * 1024) return undefined;
  return `larger than ${maxFileSizeKB % 1024 === 0 ? `${maxFileSizeKB / 1024} MB` : `${maxFileSizeKB} KB`}`;
}

/** Why these bytes cannot be UTF-8 text, judged by their beginning, or undefined. */
export function notUtf8(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return "encoded as UTF-16; only UTF-8 is read";
  return bytes.subarray(0, 8192).includes(0) ? "binary" : undefined;
}

function hasTooLongLine(text: string): boolean {
  // each step looks back from the furthest place the line may end, so a file costs one look-up for 20,000 characters
  for (let start = 0; text.length - start > longestLine; ) {
    const end = Math.max(text.lastIndexOf("\n", start + longestLine), text.lastIndexOf("\r", start + longestLine));
    if (end < start) return true;
    start = end + 1;
  }
  return false;
}
