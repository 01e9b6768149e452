import { FileSystemError, Uri, workspace } from "vscode";
import type { HistoryFile } from "./history.ts";

/** A file of the extension's own storage, which belongs to the user and not to a workspace. */
export function historyFile(uri: Uri): HistoryFile {
  return {
    async read() {
      try {
        return new TextDecoder().decode(await workspace.fs.readFile(uri));
      } catch (error) {
        if (error instanceof FileSystemError && error.code === "FileNotFound") return undefined;
        throw error;
      }
    },
    async write(text) {
      await workspace.fs.createDirectory(Uri.joinPath(uri, ".."));
      await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    },
    async remove() {
      if ((await this.read()) !== undefined) await workspace.fs.delete(uri);
    },
  };
}
