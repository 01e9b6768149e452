import { wordsOf } from "./packed-imports.ts";

/** The files of a workspace by the words of their packed imports: made when it is first asked, and kept up from then on. */
export class ImportingFiles {
  readonly #files: ReadonlyMap<string, { readonly imports: string }>;
  #byWord: Map<string, Set<string>> | undefined;

  constructor(files: ReadonlyMap<string, { readonly imports: string }>) {
    this.#files = files;
  }

  /** The files in whose imports a name stands. */
  naming(name: string): Iterable<string> {
    if (!this.#byWord) {
      this.#byWord = new Map();
      for (const [uri, { imports }] of this.#files) this.changed(uri, "", imports);
    }
    return this.#byWord.get(name) ?? [];
  }

  /** The imports of a file have changed. */
  changed(uri: string, before: string, after: string): void {
    if (!this.#byWord || before === after) return;
    for (const word of wordsOf(before)) this.#byWord.get(word)?.delete(uri);
    for (const word of wordsOf(after)) {
      const files = this.#byWord.get(word);
      if (files) files.add(uri);
      else this.#byWord.set(word, new Set([uri]));
    }
  }
}
