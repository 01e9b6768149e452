// Looks for a secret in everything that a run of the editor leaves behind.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a text is found: in files of folders by name or content, in the output of the editor, in arguments and environments of processes. */
export function canaryPlaces(text, { folders, output, processes }) {
  const spellings = [text, encodeURIComponent(text), Buffer.from(text).toString("base64").replace(/=+$/, ""), Buffer.from(text).toString("hex")];
  const holds = (content) => spellings.some((spelling) => content.includes(spelling));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const inProcesses = processes.flatMap((pid) => ["cmdline", "environ"].filter((part) => holds(read(`/proc/${pid}/${part}`))).map((part) => `process ${pid}: ${part}`));
  return [...files.filter((path) => holds(path) || holds(read(path))), ...(holds(output) ? ["the editor's output"] : []), ...inProcesses];
}

function read(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // gone meanwhile
    return "";
  }
}
