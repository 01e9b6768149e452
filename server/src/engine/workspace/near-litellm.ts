import { languageOfFile } from "./file-language.ts";
import type { LiteLlmUse } from "./litellm-use.ts";

/** What imports say of how files lie together. */
export interface ImportEdges {
  /** Whether a file has a framework's import that leads out of the workspace rather than to a module of the same name. */
  usesFramework(uri: string): boolean;
  /** The files that a file imports. */
  importsOf(uri: string): readonly string[];
  /** The files that import one of some, possibly with others that do not. */
  possibleImporters(uris: ReadonlySet<string>): Iterable<string>;
  /** Whether a program of the workspace has a module for each of many providers, LiteLLM's among them. */
  hasModuleForEachProvider(): boolean;
  /** Whether a file imports LiteLLM's package, or a framework's part of that name. */
  importsPackage(uri: string): boolean;
  /** Whether all texts were searched for names of other gateways. */
  areAllSearched(): boolean;
  /** The files whose imports may lead to one, by its name. */
  possibleImportersOf(uri: string): Iterable<string>;
}

/**
 * How near a file is to LiteLLM: to code that uses LiteLLM itself, to nothing but a framework that calls it, or to neither.
 * For one `among-others` LiteLLM is one provider among many; nothing leads from LiteLLM to one of TypeScript's `aside`, and it names another gateway itself or lies in a program that has a module for each of many providers.
 * `beside` is one of TypeScript's that imports a file which uses LiteLLM, or is imported by one, or any where no file names another gateway;
 * one that sends its requests by the adapter is not, for the adapter takes LiteLLM's names as they are.
 * One of Python's is `apart` where LiteLLM is no more than a proxy beside other gateways, its package imported nowhere, and no import leads between the file and one that asks the proxy.
 */
export type Nearness = "beside" | "direct" | "among-others" | "aside" | "apart" | "framework" | "far";

/**
 * Which files are near enough to LiteLLM that a name which other tools spell alike is taken for LiteLLM's:
 * all of a workspace that uses LiteLLM itself; where only frameworks call it, the files that use one, with those they import or are imported by.
 */
export class NearLiteLlm {
  readonly #edges: ImportEdges;
  readonly #direct = new Set<string>();
  readonly #uses = new Map<string, LiteLlmUse>();
  /** The files that speak of other gateways, or for which LiteLLM is one provider among many: those beside them may be about another. */
  readonly #shared = new Set<string>();
  readonly #adapters = new Set<string>();
  readonly #framework = new Set<string>();
  readonly #askers = new Set<string>();
  #isWhole = false;
  /** Holds until a file or an import changes. */
  #near: ReadonlySet<string> | undefined;
  /** The same of whether an import leads between a file and one that uses LiteLLM itself. */
  readonly #linked = new Map<string, boolean>();
  /** The same of whether the workspace has no more to do with LiteLLM than with other gateways: it asks a proxy. */
  #isOnlyProxy: boolean | undefined;

  constructor(edges: ImportEdges) {
    this.#edges = edges;
  }

  /** Takes what a file's text says; says whether that is new. */
  set(uri: string, use: LiteLlmUse): boolean {
    if (this.useOf(uri) === use) return false;
    if (use === "none") this.#uses.delete(uri);
    else this.#uses.set(uri, use);
    const isShared = use === "among-others" || use === "beside-gateway";
    keep(this.#direct, uri, use === "direct" || use === "adapter" || isShared);
    keep(this.#adapters, uri, use === "adapter");
    keep(this.#shared, uri, isShared || use === "other-gateway");
    keep(this.#framework, uri, use === "framework");
    this.forget();
    return true;
  }

  useOf(uri: string): LiteLlmUse {
    return this.#uses.get(uri) ?? "none";
  }

  delete(uri: string): void {
    this.set(uri, "none");
    this.#askers.delete(uri);
  }

  /** Files or imports have changed. */
  forget(): void {
    this.#near = undefined;
    this.#isOnlyProxy = undefined;
    if (this.#linked.size > 0) this.#linked.clear();
  }

  /** All files have been looked at: from now on it is known what none of them has. */
  allRead(): void {
    this.#isWhole = true;
  }

  /** How near a file is; undefined before all files have been looked at. */
  nearnessOf(uri: string): Nearness | undefined {
    if (this.#direct.size > 0) return this.useOf(uri) === "among-others" ? "among-others" : this.#isBeside(uri) ? "beside" : this.#isAside(uri) ? "aside" : this.#isApart(uri) ? "apart" : "direct";
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
    return nearness === undefined ? "" : signs[nearness];
  }

  #isBeside(uri: string): boolean {
    if (languageOfFile(uri) !== "typescript") return false;
    const areAllAdapters = this.#adapters.size === this.#direct.size;
    if (areAllAdapters || this.#sendsByAdapter(uri)) return false;
    if (this.#isWhole && this.#edges.areAllSearched() && this.#shared.size === 0 && !this.#edges.hasModuleForEachProvider()) return true;
    return this.#isLinked(uri);
  }

  /** Whether a file imports one that is about LiteLLM, or is imported by one. */
  #isLinked(uri: string): boolean {
    let isLinked = this.#linked.get(uri);
    if (isLinked === undefined) {
      const isAboutLiteLlm = (other: string): boolean => this.useOf(other) === "direct";
      isLinked = this.#edges.importsOf(uri).some((imported) => isAboutLiteLlm(imported) || (this.#handsOn(imported) && this.#edges.importsOf(imported).some(isAboutLiteLlm)));
      if (!isLinked) for (const importer of this.#edges.possibleImportersOf(uri)) isLinked ||= isAboutLiteLlm(importer) && this.#edges.importsOf(importer).includes(uri);
      this.#linked.set(uri, isLinked);
    }
    return isLinked;
  }

  /** Whether a file is a folder's index that says nothing itself: what it imports is what it gives on. */
  #handsOn(uri: string): boolean {
    return this.useOf(uri) === "none" && /\/index\.\w+$/.test(uri);
  }

  #isAside(uri: string): boolean {
    const use = this.useOf(uri);
    return languageOfFile(uri) === "typescript" && (use === "other-gateway" || (use === "none" && this.#edges.hasModuleForEachProvider()));
  }

  #isApart(uri: string): boolean {
    const use = this.useOf(uri);
    if (languageOfFile(uri) !== "python" || !this.#isWhole || (use !== "none" && use !== "other-gateway")) return false;
    this.#isOnlyProxy ??=
      this.#framework.size === 0 &&
      this.#adapters.size === 0 &&
      (this.#shared.size > 0 || this.#edges.hasModuleForEachProvider()) &&
      ![...this.#direct].some((other) => this.#edges.importsPackage(other));
    return this.#isOnlyProxy && !this.#isLinked(uri);
  }

  #sendsByAdapter(uri: string): boolean {
    return this.#adapters.size > 0 && this.#edges.importsOf(uri).some((imported) => this.#adapters.has(imported));
  }

  #nearFrameworks(): ReadonlySet<string> {
    const users = new Set([...this.#framework].filter((uri) => this.#edges.usesFramework(uri)));
    const near = new Set(users);
    for (const uri of users) for (const imported of this.#edges.importsOf(uri)) near.add(imported);
    for (const uri of this.#edges.possibleImporters(users)) if (this.#edges.importsOf(uri).some((imported) => users.has(imported))) near.add(uri);
    return near;
  }
}

/** What stands for each nearness in versions. */
const signs: Readonly<Record<Nearness, string>> = { direct: "", beside: "+", "among-others": "*", aside: "-", apart: "/", framework: "~", far: ">" };

function keep(set: Set<string>, uri: string, isIn: boolean): void {
  if (isIn) set.add(uri);
  else set.delete(uri);
}
