import type { LiteLlmUse } from "./litellm-use.ts";

/** What imports say of how files lie together. */
export interface ImportEdges {
  /** Whether a file has a framework's import that leads out of the workspace rather than to a module of the same name. */
  usesFramework(uri: string): boolean;
  /** The files that a file imports. */
  importsOf(uri: string): readonly string[];
  /** The files that import one of some, possibly with others that do not. */
  possibleImporters(uris: ReadonlySet<string>): Iterable<string>;
}

/** How near a file is to LiteLLM: to code that uses LiteLLM itself, to nothing but a framework that calls it, or to neither. */
export type Nearness = "direct" | "framework" | "far";

/**
 * Which files are near enough to LiteLLM that a name which other tools spell alike is taken for LiteLLM's:
 * all of a workspace that uses LiteLLM itself; where only frameworks call it, the files that use one, with those they import or are imported by.
 */
export class NearLiteLlm {
  readonly #edges: ImportEdges;
  readonly #direct = new Set<string>();
  readonly #framework = new Set<string>();
  readonly #askers = new Set<string>();
  #isWhole = false;
  /** Holds until a file or an import changes. */
  #near: ReadonlySet<string> | undefined;

  constructor(edges: ImportEdges) {
    this.#edges = edges;
  }

  /** Takes what a file's text says; says whether that is new. */
  set(uri: string, use: LiteLlmUse): boolean {
    if (this.useOf(uri) === use) return false;
    this.#direct.delete(uri);
    this.#framework.delete(uri);
    if (use === "direct") this.#direct.add(uri);
    if (use === "framework") this.#framework.add(uri);
    this.forget();
    return true;
  }

  useOf(uri: string): LiteLlmUse {
    return this.#direct.has(uri) ? "direct" : this.#framework.has(uri) ? "framework" : "none";
  }

  delete(uri: string): void {
    this.set(uri, "none");
    this.#askers.delete(uri);
  }

  /** Files or imports have changed. */
  forget(): void {
    this.#near = undefined;
  }

  /** All files have been looked at: from now on it is known what none of them has. */
  allRead(): void {
    this.#isWhole = true;
  }

  /** How near a file is; undefined before all files have been looked at. */
  nearnessOf(uri: string): Nearness | undefined {
    if (this.#direct.size > 0) return "direct";
    if (!this.#isWhole) return undefined;
    if (this.#framework.size === 0) return "far";
    this.#near ??= this.#nearFrameworks();
    return this.#near.has(uri) ? "framework" : "far";
  }

  /** Whether a file below a folder uses LiteLLM itself. */
  isDirectIn(folder: string): boolean {
    for (const uri of this.#direct) if (uri.startsWith(folder)) return true;
    return false;
  }

  /** Takes note of a file whose analysis depends on the answer. */
  noteAsker(uri: string): void {
    this.#askers.add(uri);
  }

  /** Changes with what a file was told, if it asked. */
  versionOf(uri: string): string {
    const nearness = this.#askers.has(uri) ? this.nearnessOf(uri) : undefined;
    return nearness === "far" ? ">" : nearness === "framework" ? "~" : "";
  }

  #nearFrameworks(): ReadonlySet<string> {
    const users = new Set([...this.#framework].filter((uri) => this.#edges.usesFramework(uri)));
    const near = new Set(users);
    for (const uri of users) for (const imported of this.#edges.importsOf(uri)) near.add(imported);
    for (const uri of this.#edges.possibleImporters(users)) if (this.#edges.importsOf(uri).some((imported) => users.has(imported))) near.add(uri);
    return near;
  }
}
