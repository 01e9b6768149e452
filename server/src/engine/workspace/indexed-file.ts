import type { ModuleExports } from "../facts/exports.ts";
import type { RecordedModules } from "./workspace.ts";

/** What an index remembers of a file. */
export interface IndexedFile {
  /** The imports as written, in one string, since there is one for each file of a workspace. */
  imports: string;
  exports: ModuleExports | undefined;
  /** What the exports were gathered with. */
  seen: string;
  /** What that analysis was told, where it is known. */
  told: RecordedModules | undefined;
}

/** A name that a file takes from a module. */
export interface Take {
  readonly module: string;
  readonly name: string;
}
