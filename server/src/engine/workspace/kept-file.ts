import type { ModuleExports } from "../facts/exports.ts";
import type { AdapterUse } from "./adapter-uses.ts";
import type { LiteLlmUse } from "./litellm-use.ts";
import type { RecordedAnswer } from "./workspace.ts";

/** What an index knows of a file by its text, by its analysis, and by the answers which that was given, as plain data. */
export interface KeptFile {
  readonly imports: string;
  readonly use: LiteLlmUse;
  readonly exports?: ModuleExports | undefined;
  readonly adapterUse?: AdapterUse | undefined;
  /** Absent where the file was not analyzed, for there is nothing in it by itself. */
  readonly answers?: readonly RecordedAnswer[];
}
