import type { ModuleExports } from "../facts/exports.ts";
import type { Language } from "../source-file.ts";
import type { AdapterUse } from "./adapter-uses.ts";
import { type FrameworkNames, type LiteLlmUse, useByImports, useOfPlain } from "./litellm-use.ts";
import { pack } from "./packed-imports.ts";
import type { RecordedAnswer } from "./workspace.ts";
import { writtenImports } from "./written-imports.ts";

/** What an index knows of a file by its text, by its analysis, and by the answers which that was given, as plain data. */
export interface KeptFile {
  readonly imports: string;
  readonly use: LiteLlmUse;
  readonly exports?: ModuleExports | undefined;
  readonly adapterUse?: AdapterUse | undefined;
  /** Absent where the file was not analyzed, for there is nothing in it by itself. */
  readonly answers?: readonly RecordedAnswer[];
}

/**
 * Whether a text that is known to hold no word of LiteLLM's would leave all that is known of its file, and so of all others, as it is:
 * what a file without such a word gives to others are its imports.
 */
export function saysTheSame(kept: KeptFile, text: string, language: Language, frameworks: FrameworkNames): boolean {
  const imports = writtenImports(text, language);
  return kept.answers === undefined && kept.imports === pack(imports) && kept.use === (language === "typescript" ? useOfPlain(text, imports, frameworks) : useByImports(imports, frameworks));
}
