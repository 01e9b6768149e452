import type { Node } from "../syntax/nodes.ts";
import type { LanguageReader } from "./language.ts";
import type { Names, Variable } from "./names.ts";

/** Qualified paths of names and chains, through aliases, assignments and functions that return what they know. */
export class Paths {
  readonly #names: Names;
  readonly #reader: LanguageReader;
  /** Paths of names that a star import of a known package brings in. */
  readonly #starNames: ReadonlyMap<string, string>;
  readonly #returns = new Map<string, string>();
  readonly #pending = new Set<string>();

  constructor(names: Names, reader: LanguageReader, starNames: ReadonlyMap<string, string>) {
    this.#names = names;
    this.#reader = reader;
    this.#starNames = starNames;
  }

  /** What a function (by its variable) gives when it is called. */
  returnsOf(variable: Variable): string | undefined {
    return this.#returns.get(variable.key);
  }

  setReturns(variable: Variable, path: string): void {
    this.#returns.set(variable.key, path);
  }

  /** The paths of a variable's declarations, each once, and whether all of them have one. */
  ofVariable(variable: Variable): { readonly paths: readonly string[]; readonly isCertain: boolean } {
    if (this.#pending.has(variable.key)) return { paths: [], isCertain: true };
    this.#pending.add(variable.key);
    try {
      // A name without a value yet is no stand-in for one: `let client;`.
      const declarations = variable.declarations.filter(({ declaration }) => declaration.kind !== "bare" || declaration.annotation);
      const paths = declarations.map(({ declaration }) => {
        switch (declaration.kind) {
          case "import":
            return declaration.path;
          case "assign":
            return (declaration.value && this.of(declaration.value)) ?? this.#instanceOf(declaration.annotation);
          case "part": {
            const whole = this.of(declaration.value);
            return whole && declaration.steps.reduce((path, step) => (step.kind === "index" ? `${path}[]` : `${path}.${step.name}`), whole);
          }
          case "bare":
          case "parameter":
            return this.#instanceOf(declaration.annotation);
          default:
            return undefined;
        }
      });
      const known = paths.filter((path) => path !== undefined);
      return { paths: [...new Set(known)], isCertain: known.length === paths.length };
    } finally {
      this.#pending.delete(variable.key);
    }
  }

  /** The path of an expression; undefined for anything that is not known for certain to come from a known package. */
  of(node: Node): string | undefined {
    const part = this.#reader.chainPart(node);
    switch (part?.kind) {
      case "name": {
        const variable = this.#names.variableOf(part.node);
        return variable ? preferred(this.ofVariable(variable).paths) : this.#starNames.get(part.node.text);
      }
      case "member":
        return preferred(this.ofVariable(this.#names.memberOf(part.owner, part.name)).paths);
      case "attribute": {
        const object = this.of(part.object);
        return object && `${object}.${part.name}`;
      }
      case "index": {
        const object = this.of(part.object);
        return object && `${object}[]`;
      }
      case "call": {
        const returned = this.#returned(part.callee);
        if (returned) return returned;
        const callee = this.of(part.callee);
        return callee && `${callee}()`;
      }
      case "same":
        return this.of(part.node);
      case "choice":
        return preferred(part.options.map((option) => this.of(option)).filter((path) => path !== undefined));
      case "import":
        return part.path;
      case undefined:
        return undefined;
    }
  }

  #instanceOf(annotation: Node | undefined): string | undefined {
    const type = annotation && this.of(annotation);
    return type && `${type}()`;
  }

  #returned(callee: Node): string | undefined {
    const part = this.#reader.chainPart(callee);
    const variable = part?.kind === "name" ? this.#names.variableOf(part.node) : part?.kind === "member" ? this.#names.memberOf(part.owner, part.name) : undefined;
    return variable && this.#returns.get(variable.key);
  }
}

/** Of several paths, LiteLLM's: a name that is LiteLLM under any condition is LiteLLM to us. */
export const preferred = (paths: readonly string[]): string | undefined => paths.find((path) => path === "litellm" || path.startsWith("litellm.")) ?? paths[0];
