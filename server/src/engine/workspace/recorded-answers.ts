import type { Neighbors } from "../facts/neighbors.ts";
import type { Nearness } from "./near-litellm.ts";
import type { Modules, Question, RecordedAnswer, RecordedModules } from "./workspace.ts";

/** A file that asks more is a table of imports; it is analyzed anew whenever anything around it changes. */
const maxQuestions = 2000;

/**
 * Passes questions about other files on and remembers the answers: an analysis depends on the text and on these alone, so it need
 * not be made again while they are the same, whatever else has changed in the modules that the file imports.
 */
export class RecordedAnswers implements RecordedModules {
  readonly #modules: Modules;
  readonly #answers = new Map<string, RecordedAnswer>();

  /** Begins with what was recorded before, of modules that number their files alike. */
  constructor(modules: Modules, recorded: readonly RecordedAnswer[] = []) {
    this.#modules = modules;
    for (const each of recorded) this.#answers.set(each[0].join(" "), each);
  }

  neighborsOf(uri: string): Neighbors | undefined {
    const neighbors = this.#modules.neighborsOf(uri);
    this.#record(["neighbors", uri], gist(neighbors));
    if (!neighbors) return undefined;
    return {
      version: neighbors.version,
      words: neighbors.words,
      givesCode: neighbors.givesCode,
      pathOf: (written) => this.#record(["path", uri, written], neighbors.pathOf(written)),
      namesOf: (written) => this.#record(["names", uri, written], neighbors.namesOf(written)),
      resolve: (path) => this.#record(["end", uri, path], neighbors.resolve(path)),
    };
  }

  takenFrom(uri: string): Pick<ReadonlySet<string>, "has"> {
    const taken = this.#modules.takenFrom(uri);
    return { has: (name) => this.#record(["taken", uri, name], taken.has(name)) };
  }

  versionOf(uri: string): string | undefined {
    return this.#modules.versionOf(uri);
  }

  nearnessOf(uri: string): Nearness | undefined {
    const answer = this.#modules.nearnessOf(uri);
    this.#record(["nearness", uri], answer ?? "direct");
    return answer;
  }

  resolve(importer: string, dotted: string): ReturnType<Modules["resolve"]> {
    return this.#record(["dotted", importer, dotted], this.#modules.resolve(importer, dotted));
  }

  adapterFor(uri: string, chosen: string | undefined): ReturnType<Modules["adapterFor"]> {
    return this.#record(["adapter", uri, chosen ?? null], this.#modules.adapterFor(uri, chosen));
  }

  recorded(): RecordedModules {
    return new RecordedAnswers(this);
  }

  get answers(): readonly RecordedAnswer[] | undefined {
    return this.#answers.size >= maxQuestions ? undefined : [...this.#answers.values()];
  }

  areTheSame(): boolean {
    if (this.#answers.size >= maxQuestions) return false;
    for (const [question, answer] of this.#answers.values()) if (JSON.stringify([this.#ask(question)]) !== answer) return false;
    return true;
  }

  #record<A>(question: Question, answer: A): A {
    const key = question.join(" ");
    if (!this.#answers.has(key) && this.#answers.size < maxQuestions) this.#answers.set(key, [question, JSON.stringify([answer])]);
    return answer;
  }

  #ask(question: Question): unknown {
    const modules = this.#modules;
    switch (question[0]) {
      case "neighbors":
        return gist(modules.neighborsOf(question[1]));
      case "path":
        return modules.neighborsOf(question[1])?.pathOf(question[2]);
      case "names":
        return modules.neighborsOf(question[1])?.namesOf(question[2]);
      case "end":
        return modules.neighborsOf(question[1])?.resolve(question[2]);
      case "taken":
        return modules.takenFrom(question[1]).has(question[2]);
      case "nearness":
        // Names are left out, or kept as they are, only where it is known that nothing uses LiteLLM itself.
        return modules.nearnessOf(question[1]) ?? "direct";
      case "dotted":
        return modules.resolve(question[1], question[2]);
      case "adapter":
        return modules.adapterFor(question[1], question[2] ?? undefined);
    }
    return question satisfies never;
  }
}

const gist = (neighbors: Neighbors | undefined): unknown => neighbors && [neighbors.words, neighbors.givesCode];
