import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import type { Grammar } from "../source-file.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Replaced } from "../text/look-up.ts";
import { deepenedBy, nestingOf } from "../text/nesting.ts";
import { type SyntaxNode, SyntaxTree } from "./syntax-tree.ts";
import { toldEdit } from "./told-edit.ts";
import { breathe, Stopped, type Turns } from "./turns.ts";

const wasmFiles: Readonly<Record<Grammar, string>> = {
  python: "tree-sitter-python.wasm",
  typescript: "tree-sitter-typescript.wasm",
  tsx: "tree-sitter-tsx.wasm",
};

/** A guess above this is not gone by: brackets may have been opened and closed all the while. */
const maxGuess = 250;

/** How many trees are kept: somebody types in few files at a time, and a tree with its nodes takes more memory than all else that is known of its text. */
const maxKept = 4;

/** A change to a kept text; offsets are UTF-16, `text` is what replaced `start`…`oldEnd`. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly text: string;
}

interface KeptTree {
  readonly tree: SyntaxTree;
  readonly raw: Tree;
  readonly grammar: Grammar;
  /** The text with the edits that the next parse has to follow. */
  text: string;
  lines: LineIndex;
  /** The part of the text that edits have replaced which no parse has followed yet. */
  edited: Replaced | undefined;
  /** How deep the brackets of the text are nested at most. */
  nestingAtMost: number;
}

/** The runtime is one per process: `Parser.init` may run only once, whatever number of engines there is. */
let runtime: Promise<void> | undefined;

/** Loads grammars when they are first needed, parses, and frees every tree it does not keep. */
export class Parsers {
  readonly #loadWasm: (file: string) => Promise<Uint8Array>;
  readonly #languages = new Map<Grammar, Promise<Language>>();
  /** A parser goes on with the text it was stopped in, so each parse that may be interrupted has one to itself. */
  readonly #idle = new Map<Grammar, Parser[]>();
  /** In the order in which they were last parsed. */
  readonly #kept = new Map<string, KeptTree>();
  /** Those whose trees somebody is reading, or parsing again. */
  readonly #busy = new Set<string>();

  constructor(loadWasm: (file: string) => Promise<Uint8Array>) {
    this.#loadWasm = loadWasm;
  }

  /** Loads a grammar; rejects when its wasm file cannot be loaded. */
  load(grammar: Grammar): Promise<Language> {
    let language = this.#languages.get(grammar);
    if (!language) {
      language = this.#load(grammar);
      this.#languages.set(grammar, language);
      // A failed load is tried again by the next caller.
      language.catch(() => this.#languages.delete(grammar));
    }
    return language;
  }

  async #load(grammar: Grammar): Promise<Language> {
    runtime ??= this.#loadWasm("web-tree-sitter.wasm").then((wasmBinary) =>
      // `locateFile`: without it the runtime builds a URL from `import.meta.url`, which a bundle does not have.
      Parser.init({ wasmBinary: wasmBinary as Uint8Array<ArrayBuffer>, locateFile: (file: string) => file }),
    );
    await runtime.catch((error: unknown) => {
      runtime = undefined;
      throw error;
    });
    return Language.load(await this.#loadWasm(wasmFiles[grammar]));
  }

  /**
   * Parses a text and gives its root to `read`; nodes must not leave `read`, for the tree is freed after it unless it is kept for a uri: until others were
   * parsed later. Only one parse at a time may keep its tree for a uri. Rejects with `Stopped` where the turns end.
   */
  async parse<T>(grammar: Grammar, text: string, { keepFor, turns }: ParseOptions, read: (root: SyntaxNode) => T | Promise<T>): Promise<T> {
    const language = await this.load(grammar);
    if (keepFor !== undefined) return this.#parseKept(grammar, language, text, { keepFor, turns }, read);
    const { raw } = await this.#soundTree(grammar, language, text, undefined, turns);
    const tree = new SyntaxTree(raw, text);
    try {
      return await read(tree.rootNode);
    } finally {
      tree.delete();
    }
  }

  async #parseKept<T>(grammar: Grammar, language: Language, text: string, { keepFor, turns }: ParseOptions & { readonly keepFor: string }, read: (root: SyntaxNode) => T | Promise<T>): Promise<T> {
    this.#busy.add(keepFor);
    try {
      const kept = this.#kept.get(keepFor);
      const reusable = kept !== undefined && kept.grammar === grammar && kept.text === text ? kept : undefined;
      const { raw, isReused } = await this.#soundTree(grammar, language, text, reusable?.raw, turns);
      await breathe(turns);
      const tree = new SyntaxTree(raw, text, reusable && { tree: reusable.tree, edited: reusable.edited ?? unedited, isReused, lines: reusable.lines });
      // counted anew now and then, for a bracket that is typed may close one as well
      const nestingAtMost = kept && kept.text === text && kept.nestingAtMost <= maxGuess ? kept.nestingAtMost : nestingOf(text);
      this.#kept.delete(keepFor);
      this.#kept.set(keepFor, { tree, raw, text, grammar, lines: tree.lines, edited: undefined, nestingAtMost });
      try {
        await breathe(turns);
        kept?.raw.delete();
        await breathe(turns);
        return await read(tree.rootNode);
      } finally {
        await breathe(turns);
        tree.release();
      }
    } finally {
      this.#busy.delete(keepFor);
      this.#letGo();
    }
  }

  /** Frees what was parsed longest ago. */
  #letGo(): void {
    for (const uri of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) return;
      if (!this.#busy.has(uri)) this.close(uri);
    }
  }

  /** How a grammar recovers from an error depends on what it reuses, and what is said of a text must depend on the text alone. */
  async #soundTree(grammar: Grammar, language: Language, text: string, previous: Tree | undefined, turns: Turns | undefined): Promise<{ readonly raw: Tree; readonly isReused: boolean }> {
    const reusing = previous && (await this.#parse(grammar, language, text, previous, turns));
    if (reusing && !reusing.rootNode.hasError) return { raw: reusing, isReused: true };
    await breathe(turns);
    reusing?.delete();
    return { raw: await this.#parse(grammar, language, text, null, turns), isReused: false };
  }

  async #parse(grammar: Grammar, language: Language, text: string, previous: Tree | null, turns: Turns | undefined): Promise<Tree> {
    const idle = this.#idle.get(grammar) ?? [];
    this.#idle.set(grammar, idle);
    const parser = idle.pop() ?? new Parser().setLanguage(language);
    // The parser's tree keeps the function, and nodes may keep the tree: emptied afterwards, it does not keep the text.
    const input = { text: readable(text) };
    const options = turns && { progressCallback: () => turns.isOver() };
    try {
      for (;;) {
        const tree = parser.parse((index) => input.text.slice(index), previous, options);
        if (tree) return tree;
        if (!turns) throw new Error("the parser returned no tree");
        if (!(await turns.next())) throw new Stopped();
      }
    } finally {
      input.text = "";
      parser.reset();
      idle.push(parser);
    }
  }

  /**
   * Records a change to the kept text of `uri`, so that its next parse is incremental; a uri without a kept tree is none of our concern.
   * `after` is the text that the change leads to: whoever has it spares a copy of it.
   */
  edited(uri: string, { start, oldEnd, text }: TextChange, after?: string): void {
    const kept = this.#kept.get(uri);
    if (!kept) return;
    const { lines: before, text: textBefore } = kept;
    kept.edited = withEdit(kept.edited, { start, end: oldEnd, newEnd: start + text.length });
    kept.nestingAtMost += deepenedBy(kept.text.slice(start, oldEnd), text);
    kept.text = after?.length === kept.text.length + text.length - (oldEnd - start) ? after : kept.text.slice(0, start) + text + kept.text.slice(oldEnd);
    kept.lines = before.edited(kept.text, start, oldEnd, text.length);
    const point = (index: LineIndex, offset: number) => {
      const { line, character } = index.position(offset);
      return { row: line, column: character };
    };
    const told = kept.grammar === "python" ? toldEdit(textBefore, start, oldEnd, text) : { start, oldEnd, newEnd: start + text.length };
    kept.raw.edit(
      new Edit({
        startIndex: told.start,
        oldEndIndex: told.oldEnd,
        newEndIndex: told.newEnd,
        startPosition: point(before, told.start),
        oldEndPosition: point(before, told.oldEnd),
        newEndPosition: point(kept.lines, told.newEnd),
      }),
    );
  }

  /** How deep the brackets of a text are nested at most; undefined where no tree is kept of it, or of what it was before the edits told of. */
  nestingAtMost(uri: string, text: string): number | undefined {
    const kept = this.#kept.get(uri);
    return kept?.text === text ? kept.nestingAtMost : undefined;
  }

  /** Whether a tree is kept and its text is still the one it was parsed from, so that its nodes can be asked. */
  isKept(tree: SyntaxTree): boolean {
    for (const kept of this.#kept.values()) if (kept.tree === tree) return kept.edited === undefined;
    return false;
  }

  /** Frees what is kept for a uri. */
  close(uri: string): void {
    this.#kept.get(uri)?.raw.delete();
    this.#kept.delete(uri);
  }
}

interface ParseOptions {
  /** Keeps the tree for the next parse of this uri. */
  readonly keepFor?: string | undefined;
  /** Without them nothing interrupts the parse. */
  readonly turns?: Turns | undefined;
}

const unedited: Replaced = { start: 0, end: 0, newEnd: 0 };

/** The one part of a text that two edits have replaced; the later one speaks of the text that the earlier one left. */
function withEdit(earlier: Replaced | undefined, later: Replaced): Replaced {
  if (!earlier) return later;
  const beyond = Math.max(0, later.end - earlier.newEnd);
  return { start: Math.min(earlier.start, later.start), end: earlier.end + beyond, newEnd: Math.max(earlier.newEnd, later.end) + later.newEnd - later.end };
}

/** A byte-order mark is no token of either grammar: a line break in its place keeps every offset. */
const readable = (text: string): string => (text.startsWith("\uFEFF") ? `\n${text.slice(1)}` : text);
