const headerLength = 2048;
const markers = [/@generated\b/, /\bcode generated\b.*\bdo not edit\b/i];

/** Whether a file's header says that a tool writes it, so that no edit by hand or by us would last. */
export function isGenerated(text: string): boolean {
  const header = text.slice(0, headerLength);
  return header.split(/\r\n|\r|\n/).some((line) => /^\s*(?:#|\/\/|\/\*|\*|<!--|"""|''')/.test(line) && markers.some((marker) => marker.test(line)));
}
