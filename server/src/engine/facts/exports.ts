/**
 * What a module gives to those who import it, as far as it leads to a known package: plain data, so that no tree is kept.
 * The ways start at the module: `.completion`, `.Client().router`, `.make()`.
 */
export interface ModuleExports {
  /** Where each way leads: to a known package, or to another module of the workspace (`@3.client`). */
  readonly paths: Readonly<Record<string, string>>;
  /** The names of models that constants hold. */
  readonly constants: Readonly<Record<string, string>>;
  /** What the attributes of a way are besides, because its class builds on others: `.Client()` gives those of `@3.Base()`. */
  readonly bases: Readonly<Record<string, readonly string[]>>;
  /** Modules all of whose names are taken over. */
  readonly stars: readonly string[];
  /** The names that a star import of this module takes, where the module lists them. */
  readonly listed: readonly string[] | undefined;
  /** Where each name of the module is declared. */
  readonly places: Readonly<Record<string, DeclaredPlace>>;
}

/** A place in a file whose text is not at hand. */
export interface DeclaredPlace {
  readonly line: number;
  /** The text before it on its line, since editors differ in how they count characters. */
  readonly before: string;
}
