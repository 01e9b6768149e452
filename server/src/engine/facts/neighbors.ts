import type { DeclaredPlace } from "./exports.ts";

/**
 * What the modules of the workspace that a file imports give it, as far as they lead to a known package.
 * Paths into modules of the workspace start with `@` and a number, which no path of a package does, and go on like all others: `@3.Client().router`.
 */
export interface Neighbors {
  /** Changes with anything that the file's facts depend on in other files. */
  readonly version: string;
  /** Texts one of which stands in each import of such a module. */
  readonly words: readonly string[];
  /** Whether the file has to be read for what it imports alone; constants are of use only beside calls. */
  readonly givesCode: boolean;
  /** The path of what an import brings in, by its path as written (`.llm.completion`); undefined for what leads nowhere. */
  pathOf(written: string): string | undefined;
  /** The names that a star import of a module, as written, brings in; undefined for one that leads nowhere. */
  namesOf(written: string): readonly string[] | undefined;
  /** Where a path into other modules ends. */
  resolve(path: string): Resolution | undefined;
}

/** What a path into other modules stands for. */
export interface Resolution {
  /** The path in a known package; undefined for a constant. */
  readonly path: string | undefined;
  /** The value of a constant. */
  readonly value: string | undefined;
  /** The address of a server that a constant holds or a function returns, or `$` and the variable of the environment that it is read from; `?` before it says that it may be another. */
  readonly address?: string;
  /** What makes it a class whose methods call a model. */
  readonly calling: CallingClassElsewhere | undefined;
  /** The class of a package that a class of the workspace builds on. */
  readonly builtOn?: string;
  /** The declarations on the way, first the one that is imported. */
  readonly origins: readonly Origin[];
  /** The file that takes it from the package, where fixes there take it from the project's adapter: then everybody whom it is given has the adapter's. */
  readonly movesIn?: string;
}

/** Whether another file gives something of a package, the name of a model or an address, and not only a class of its own. */
export const isGiven = ({ path, value, address }: Resolution): boolean => path !== undefined || value !== undefined || address !== undefined;

/** What is known of a class of another file whose methods call a model. */
export interface CallingClassElsewhere {
  /** The path of the function that they call the model with. */
  readonly request: string;
  readonly at: Origin;
  /** The methods that come to a request; none where the class's own body does. */
  readonly methods: readonly string[];
}

/** A declaration in another file. */
export interface Origin extends DeclaredPlace {
  readonly uri: string;
  readonly name: string;
}

/** Whether a path leads into a module of the workspace rather than into a package. */
export const isElsewhere = (path: string): boolean => /^@\d/.test(path);
