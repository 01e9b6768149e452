import type { Neighbors } from "../facts/neighbors.ts";
import type { Modules, RecordedModules } from "./workspace.ts";

/** A file that asks more is a table of imports; it is analyzed anew whenever anything around it changes. */
const maxQuestions = 2000;

/**
 * Passes questions about other files on and remembers the answers: an analysis depends on the text and on these alone, so it need
 * not be made again while they are the same, whatever else has changed in the modules that the file imports.
 */
export class RecordedAnswers implements RecordedModules {
  readonly #modules: Modules;
  readonly #answers = new Map<string, { readonly ask: () => unknown; readonly answer: string }>();

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  neighborsOf(uri: string): Neighbors | undefined {
    const modules = this.#modules;
    const neighbors = modules.neighborsOf(uri);
    this.#record(`neighbors ${uri}`, () => gist(modules.neighborsOf(uri)), gist(neighbors));
    if (!neighbors) return undefined;
    const recorded = <Q extends string, A>(name: string, ask: (of: Neighbors, question: Q) => A) => {
      return (question: Q): A => this.#record(`${name} ${uri} ${question}`, () => asked(modules.neighborsOf(uri), (now) => ask(now, question)), ask(neighbors, question));
    };
    return {
      version: neighbors.version,
      words: neighbors.words,
      givesCode: neighbors.givesCode,
      pathOf: recorded("path", (of, written) => of.pathOf(written)),
      namesOf: recorded("names", (of, written) => of.namesOf(written)),
      resolve: recorded("end", (of, path) => of.resolve(path)),
    };
  }

  takenFrom(uri: string): Pick<ReadonlySet<string>, "has"> {
    const modules = this.#modules;
    const taken = modules.takenFrom(uri);
    return { has: (name) => this.#record(`taken ${uri} ${name}`, () => modules.takenFrom(uri).has(name), taken.has(name)) };
  }

  versionOf(uri: string): string | undefined {
    return this.#modules.versionOf(uri);
  }

  isNearLiteLlm(uri: string): boolean | undefined {
    const answer = this.#modules.isNearLiteLlm(uri);
    // Names are left out only where it is known that the file is not near.
    this.#record(`far ${uri}`, () => this.#modules.isNearLiteLlm(uri) === false, answer === false);
    return answer;
  }

  resolve(importer: string, dotted: string): ReturnType<Modules["resolve"]> {
    const modules = this.#modules;
    return this.#record(`dotted ${importer} ${dotted}`, () => modules.resolve(importer, dotted), modules.resolve(importer, dotted));
  }

  adapterFor(uri: string, chosen: string | undefined): ReturnType<Modules["adapterFor"]> {
    const modules = this.#modules;
    return this.#record(`adapter ${uri} ${chosen ?? ""}`, () => modules.adapterFor(uri, chosen), modules.adapterFor(uri, chosen));
  }

  recorded(): RecordedModules {
    return new RecordedAnswers(this);
  }

  areTheSame(): boolean {
    if (this.#answers.size >= maxQuestions) return false;
    for (const { ask, answer } of this.#answers.values()) if (JSON.stringify([ask()]) !== answer) return false;
    return true;
  }

  #record<A>(question: string, ask: () => unknown, answer: A): A {
    if (!this.#answers.has(question) && this.#answers.size < maxQuestions) this.#answers.set(question, { ask, answer: JSON.stringify([answer]) });
    return answer;
  }
}

const gist = (neighbors: Neighbors | undefined): unknown => neighbors && [neighbors.words, neighbors.givesCode];

const asked = <A>(neighbors: Neighbors | undefined, ask: (of: Neighbors) => A): A | undefined => neighbors && ask(neighbors);
