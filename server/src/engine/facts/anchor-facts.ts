import type { Span } from "../text/span.ts";
import type { TopLevelImport } from "./facts.ts";

/** Where new top-level code may go. */
export interface Anchors {
  /** Where a first import would go: after a shebang, the docstring, directives, `from __future__`, and what shares their line. */
  readonly firstImport: number;
  /** After the last statement of the leading imports and what shares its line, and after module-level `load_dotenv()` and its like. */
  readonly afterImports: number;
  /** What the module's own level imports without condition, ours or not. */
  readonly imports: readonly TopLevelImport[];
  /** What blocks of the module's own level import: of `try`, `if`, `with`. */
  readonly guardedImports: readonly TopLevelImport[];
  /** The statements behind the first definition that may call what is defined before them, in source order. */
  readonly runs: readonly Span[];
  /** Of the names that new code needs, those that the file gives another meaning: at the module's own level, or only further inside. */
  readonly taken: ReadonlyMap<string, "module" | "inner">;
  /** Whether a browser gets the file, as its directives say (TypeScript). */
  readonly isForBrowser: boolean;
  /** How the file takes and gives modules, where its code says it (TypeScript). */
  readonly moduleSystem: ModuleSystem | undefined;
  /** Whether a word stands anywhere in the file, so that as a new name it would not be free. */
  readonly uses: (name: string) => boolean;
  /** Where a word stands in the file. */
  readonly places: (name: string) => readonly number[];
}

/** ECMAScript modules (`import`, `export`), or Node's own (`require`, `module.exports`). */
export type ModuleSystem = "module" | "commonjs";
