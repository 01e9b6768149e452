import type { Layout } from "../text/layout.ts";

/** A client that migrated calls share. */
export interface ClientSpec {
  readonly module: string;
  readonly className: string;
  /** `constant`: made when the module is loaded; `function`: made at the first call and kept. */
  readonly style: "constant" | "function";
  readonly name: string;
  /** A free name for what a `function` keeps, where the language needs one. */
  readonly cacheName: string;
}

/** What a language writes for what fixes ask for. Texts have no line break at their end and use `\n`. */
export interface Printer {
  string(value: string, layout: Layout): string;
  /** Defines the client, for the module's own level, with its type where the file may hold type annotations. */
  client(spec: ClientSpec, layout: Layout, type: string | undefined): string;
  /** Makes a client with the key and `options` beside it, as the language writes arguments. */
  construction(spec: ClientSpec, layout: Layout, options: readonly string[]): string;
  /** What a call is made on. */
  clientUse(spec: ClientSpec): string;
  /** `asRequire`: the file loads its modules by `require` (TypeScript's printer alone heeds it). */
  importNames(module: string, names: readonly string[], layout: Layout, asRequire: boolean): string;
  /** A class in the list of an import's names. */
  importedName(spec: ClientSpec, local: string): string;
  importModule(module: string, layout: Layout): string;
  /** Modules that the definition of a client needs. */
  modulesOf(spec: ClientSpec): readonly string[];
  /** Blank lines around a top-level definition of a style. */
  blankLines(style: ClientSpec["style"]): number;
  /** A statement that does nothing, where a block may not be empty. */
  readonly emptyStatement: string;
}
