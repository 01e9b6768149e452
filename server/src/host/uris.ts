import { URI } from "vscode-uri";

/**
 * A file's URI that has one spelling only and in which every character stands for itself, with its path. Nearly all do, and to take
 * one apart costs more than all else that is done with a file in which there is nothing to find.
 */
const plainUri = /^file:\/\/(\/(?:[\w.~-]+\/)*[\w.~-]*)$/;

/** The URI that was asked for last: whoever looks at one file asks for it several times. */
let last = { uri: "", key: "" };

/** One spelling for a URI, since clients differ in what they percent-encode. */
export function uriKey(uri: string): string {
  if (uri !== last.uri) last = { uri, key: keyOf(uri) };
  return last.key;
}

function keyOf(uri: string): string {
  if (plainUri.test(uri)) return uri;
  try {
    return URI.parse(uri).toString();
  } catch {
    return uri;
  }
}

/** The URI of a file by its path, in the spelling of `uriKey`. */
export function uriOfPath(path: string): string {
  const uri = `file://${path}`;
  return plainUri.test(uri) ? uri : URI.file(path).toString();
}

/** The path of a file as the system writes it. */
export function pathOfUri(uri: string, isWindows: boolean): string {
  return (isWindows ? undefined : plainUri.exec(uri)?.[1]) ?? URI.parse(uri).fsPath;
}
