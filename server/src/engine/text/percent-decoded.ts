/** A URI, or a part of one, in the characters that it stands for; as it is where that cannot be told. */
export function percentDecoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
