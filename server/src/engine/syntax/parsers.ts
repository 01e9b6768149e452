import { Edit, Language, type Node, Parser, type Tree } from "web-tree-sitter";
import type { Grammar } from "../source-file.ts";
import { LineIndex } from "../text/line-index.ts";

const wasmFiles: Readonly<Record<Grammar, string>> = {
  python: "tree-sitter-python.wasm",
  typescript: "tree-sitter-typescript.wasm",
  tsx: "tree-sitter-tsx.wasm",
};

/** A change to a kept text; offsets are UTF-16, `text` is what replaced `start`…`oldEnd`. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly text: string;
}

interface KeptTree {
  tree: Tree;
  text: string;
  readonly grammar: Grammar;
}

/** The runtime is one per process: `Parser.init` may run only once, whatever number of engines there is. */
let runtime: Promise<void> | undefined;

/** Loads grammars when they are first needed, parses, and frees every tree it does not keep. */
export class Parsers {
  readonly #loadWasm: (file: string) => Promise<Uint8Array>;
  readonly #parsers = new Map<Grammar, Promise<Parser>>();
  readonly #kept = new Map<string, KeptTree>();

  constructor(loadWasm: (file: string) => Promise<Uint8Array>) {
    this.#loadWasm = loadWasm;
  }

  /** The parser of a grammar; rejects when its wasm file cannot be loaded. */
  load(grammar: Grammar): Promise<Parser> {
    let parser = this.#parsers.get(grammar);
    if (!parser) {
      parser = this.#create(grammar);
      this.#parsers.set(grammar, parser);
      // A failed load is tried again by the next caller.
      parser.catch(() => this.#parsers.delete(grammar));
    }
    return parser;
  }

  async #create(grammar: Grammar): Promise<Parser> {
    runtime ??= this.#loadWasm("web-tree-sitter.wasm").then((wasmBinary) =>
      // `locateFile`: without it the runtime builds a URL from `import.meta.url`, which a bundle does not have.
      Parser.init({ wasmBinary: wasmBinary as Uint8Array<ArrayBuffer>, locateFile: (file: string) => file }),
    );
    await runtime.catch((error: unknown) => {
      runtime = undefined;
      throw error;
    });
    const language = await Language.load(await this.#loadWasm(wasmFiles[grammar]));
    return new Parser().setLanguage(language);
  }

  /** Parses a text and gives its root to `read`; nodes must not leave `read`, for the tree is freed after it unless it is kept for `uri`. */
  async parse<T>(grammar: Grammar, text: string, keepFor: string | undefined, read: (root: Node) => T): Promise<T> {
    const parser = await this.load(grammar);
    const kept = keepFor === undefined ? undefined : this.#kept.get(keepFor);
    const isReusable = kept !== undefined && kept.grammar === grammar && kept.text === text;
    const reused = isReusable ? parser.parse(readable(text), kept.tree) : null;
    // How a grammar recovers from an error depends on what it reuses, and what is said of a text must depend on the text alone.
    const isSound = reused !== null && !reused.rootNode.hasError;
    if (!isSound) reused?.delete();
    const tree = isSound ? reused : parser.parse(readable(text));
    if (!tree) throw new Error("the parser returned no tree");
    if (keepFor === undefined) {
      try {
        return read(tree.rootNode);
      } finally {
        tree.delete();
      }
    }
    kept?.tree.delete();
    this.#kept.set(keepFor, { tree, text, grammar });
    return read(tree.rootNode);
  }

  /** Records a change to the kept text of `uri`, so that its next parse is incremental; a uri without a kept tree is none of our concern. */
  edited(uri: string, { start, oldEnd, text }: TextChange): void {
    const kept = this.#kept.get(uri);
    if (!kept) return;
    const before = new LineIndex(kept.text);
    const changed = kept.text.slice(0, start) + text + kept.text.slice(oldEnd);
    const after = new LineIndex(changed);
    const point = (index: LineIndex, offset: number) => {
      const { line, character } = index.position(offset);
      return { row: line, column: character };
    };
    const newEnd = start + text.length;
    kept.tree.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: oldEnd,
        newEndIndex: newEnd,
        startPosition: point(before, start),
        oldEndPosition: point(before, oldEnd),
        newEndPosition: point(after, newEnd),
      }),
    );
    kept.text = changed;
  }

  /** Frees what is kept for a uri. */
  close(uri: string): void {
    this.#kept.get(uri)?.tree.delete();
    this.#kept.delete(uri);
  }
}

/** A byte-order mark is no token of either grammar: a line break in its place keeps every offset. */
const readable = (text: string): string => (text.startsWith("\uFEFF") ? `\n${text.slice(1)}` : text);
