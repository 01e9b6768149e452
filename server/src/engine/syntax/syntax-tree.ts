// Over 400 lines, since what a node remembers is private to it, and so is all that follows an edit.
import type { Node as RawNode, Tree as RawTree } from "web-tree-sitter";
import { LineIndex, type LinePosition } from "../text/line-index.ts";
import { LookUp, type Replaced } from "../text/look-up.ts";

/**
 * One parsed text, in nodes of our own. They read what they are asked for from the parser's tree once and remember it, since each
 * question to the parser costs more than all that is done with the answer. A reparse makes a new tree, in which the nodes of
 * what has not changed are the same objects with all they remember.
 */
export class SyntaxTree {
  readonly text: string;
  readonly rootNode: SyntaxNode;
  readonly lookUp: LookUp;
  readonly id: number = ++lastId;
  /** Whether the grammar could not read some of it. */
  readonly hasError: boolean;
  /** The one node that is another, where nothing that was asked of the tree before would be answered in another way now, but for where it stands. */
  readonly quietChange: Change | undefined;
  /** What lies between it and the tree before it; undefined where the parser began anew. */
  readonly edit: Change | undefined;
  /** Whether nodes of the tree before it may be anywhere in it: not where the parser began anew, or could not read the text before. */
  readonly isFollowing: boolean;
  readonly #raw: RawTree;
  #lines: LineIndex | undefined;

  /** `previous` is the tree of the text before an edit; its nodes can go on only where the parser was given it to reuse. */
  constructor(raw: RawTree, text: string, previous?: { readonly tree: SyntaxTree; readonly edited: Replaced; readonly isReused: boolean; readonly lines: LineIndex }) {
    this.#raw = raw;
    this.hasError = raw.rootNode.hasError;
    this.text = text;
    this.#lines = previous?.lines;
    this.lookUp = new LookUp(text, previous && { lookUp: previous.tree.lookUp, edited: previous.edited });
    const root = previous?.isReused ? previous.tree.rootNode : undefined;
    this.isFollowing = previous !== undefined && root?.type === raw.rootNode.type && !previous.tree.hasError;
    if (previous && root?.type === raw.rootNode.type) {
      this.rootNode = root;
      this.edit = { ...previous.edited, since: previous.tree.id };
      const reparse: Reparse = { tree: this, before: previous.tree.text, edited: previous.edited, changed: undefined, isQuiet: true, left: maxFollowed, hadError: previous.tree.hasError };
      root.follow(raw.rootNode, reparse);
      const { changed, isQuiet } = reparse;
      if (changed && isQuiet && this.lookUp.isQuietAt(previous.edited, previous.tree.lookUp)) this.quietChange = { ...changed, since: previous.tree.id };
    } else {
      this.rootNode = new SyntaxNode({ current: this }, null, 0, raw.rootNode);
    }
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  /** The parser's root. */
  get rawRoot(): RawNode {
    return this.#raw.rootNode;
  }

  /** Lets go of what is only needed while the tree is read. */
  release(): void {
    this.rootNode.release();
  }

  /** Frees the parser's tree; only what the nodes remember can be asked from then on. */
  delete(): void {
    this.#raw.delete();
  }
}

/** The tree that all nodes of a text belong to, as it is now. */
interface Home {
  current: SyntaxTree;
}

/** How far all nodes of a statement of the text's own level have moved: an edit above it moves them at once. */
interface Moved {
  by: number;
}

/** A part of the text that was replaced. */
export interface Change extends Replaced {
  /** The tree before it, by its number. */
  readonly since: number;
}

/** A reparse that nodes are taken over by. */
interface Reparse {
  readonly tree: SyntaxTree;
  /** The text before it. */
  readonly before: string;
  /** The part of the text outside of which it is the same. */
  readonly edited: Replaced;
  /** The innermost node whose text is another. */
  changed: Replaced | undefined;
  /** Nothing else has changed, and nobody has read the text of that node or of one around it. */
  isQuiet: boolean;
  /** How many more nodes may be followed that the parser has made anew. */
  left: number;
  /** The text before it could not be read as a whole; that after it always can. */
  readonly hadError: boolean;
}

let lastId = 0;

/** Whether a node may stand anywhere in a text and is no part of what it stands in. */
export const isExtra = ({ type }: SyntaxNode): boolean => type === "comment" || type === "line_continuation";

/** What lies deeper is read anew: following it would take one call inside the other for each level. */
const maxFollowing = 1000;

/** Nodes that one reparse follows which the parser has not reused: behind a mended bracket it reuses none, and reading what is asked for is cheaper then. */
const maxFollowed = 2000;

/** Of so many children it is worth while to look at one alone. */
const longList = 8;

/** A node of a tree; of each there is one object only, so that `===` compares them. */
export class SyntaxNode {
  readonly id: number = ++lastId;
  readonly parent: SyntaxNode | null;
  readonly type: string;
  /** Offsets without what `#moved` adds to them. */
  #start: number;
  #end: number;
  readonly #moved: Moved;
  readonly #home: Home;
  #index: number;
  /** What the parser has, as long as somebody asks: it takes more memory than all that is remembered of it. */
  #raw: RawNode | undefined;
  /** The parser's number of it. */
  #rawId: number;
  /** The number of the tree that `#raw` is of; nodes that were taken over as part of a larger one find their new one when it is needed. */
  #boundTo: number;
  #changedIn: number;
  /** Something was asked that its text decides, or parts of it that are not there. */
  #isRead = false;
  #isNamed: boolean | undefined;
  #children: SyntaxNode[] | undefined;
  #named: SyntaxNode[] | undefined;
  #fields: Map<string, SyntaxNode | null> | undefined;

  constructor(home: Home, parent: SyntaxNode | null, index: number, raw: RawNode) {
    this.#home = home;
    this.parent = parent;
    this.#index = index;
    this.#raw = raw;
    this.#rawId = raw.id;
    this.#boundTo = home.current.id;
    this.#changedIn = home.current.id;
    this.type = raw.type;
    this.#moved = parent?.parent ? parent.#moved : { by: 0 };
    this.#start = raw.startIndex - this.#moved.by;
    this.#end = raw.endIndex - this.#moved.by;
  }

  get startIndex(): number {
    return this.#start + this.#moved.by;
  }

  get endIndex(): number {
    return this.#end + this.#moved.by;
  }

  get tree(): SyntaxTree {
    return this.#home.current;
  }

  /** The number of the tree in which the node or anything inside it was last another; positions do not count. A number, since the tree would keep its text. */
  get changedIn(): number {
    return this.#changedIn;
  }

  get text(): string {
    this.#isRead = true;
    return this.tree.text.slice(this.startIndex, this.endIndex);
  }

  /** Zero-based; `character` counts UTF-16 units. */
  get startPosition(): { readonly row: number; readonly column: number } {
    return point(this.tree.lines.position(this.startIndex));
  }

  get endPosition(): { readonly row: number; readonly column: number } {
    return point(this.tree.lines.position(this.endIndex));
  }

  get children(): readonly SyntaxNode[] {
    // `map` makes an array of just the length, where one that has grown has room for more
    this.#children ??= this.#bound()
      .children.filter((raw) => raw !== null)
      .map((raw, index) => new SyntaxNode(this.#home, this, index, raw));
    return this.#children;
  }

  get namedChildren(): readonly SyntaxNode[] {
    if (!this.#named) {
      const ids = new Set(this.#bound().namedChildren.map((raw) => raw?.id));
      this.#named = this.#numbered().filter((child) => ids.has(child.#rawId));
    }
    return this.#named;
  }

  get namedChildCount(): number {
    return this.namedChildren.reduce((count, child) => (isExtra(child) ? count : count + 1), 0);
  }

  get firstChild(): SyntaxNode | null {
    return this.child(0);
  }

  get lastChild(): SyntaxNode | null {
    return this.children.at(-1) ?? null;
  }

  get nextSibling(): SyntaxNode | null {
    return this.parent?.child(this.#index + 1) ?? null;
  }

  get previousSibling(): SyntaxNode | null {
    return this.parent?.child(this.#index - 1) ?? null;
  }

  get isNamed(): boolean {
    this.#isNamed ??= this.#bound().isNamed;
    return this.#isNamed;
  }

  get isError(): boolean {
    return this.tree.hasError && this.#bound().isError;
  }

  get isMissing(): boolean {
    return this.tree.hasError && this.#bound().isMissing;
  }

  /** Whether it holds anything that the grammar could not read. */
  get hasError(): boolean {
    return this.tree.hasError && this.#bound().hasError;
  }

  child(index: number): SyntaxNode | null {
    return this.children[index] ?? null;
  }

  /** Counts no comments and no backslashes at the end of a line, which may stand anywhere. */
  namedChild(index: number): SyntaxNode | null {
    let left = index;
    for (const child of this.namedChildren) if (!isExtra(child) && left-- === 0) return child;
    return null;
  }

  childForFieldName(name: string): SyntaxNode | null {
    this.#fields ??= new Map();
    let child = this.#fields.get(name);
    if (child === undefined) {
      const raw = this.#bound().childForFieldName(name);
      child = (raw && this.#numbered().find((candidate) => candidate.#rawId === raw.id)) ?? null;
      this.#fields.set(name, child);
    }
    return child;
  }

  childrenForFieldName(name: string): SyntaxNode[] {
    const ids = new Set(
      this.#bound()
        .childrenForFieldName(name)
        .map((raw) => raw?.id),
    );
    return this.#numbered().filter((child) => ids.has(child.#rawId));
  }

  fieldNameForChild(index: number): string | null {
    return this.#bound().fieldNameForChild(index);
  }

  /** The child that a place in the text lies in. */
  childAround(index: number): SyntaxNode | undefined {
    const child = this.#firstReaching(index, index);
    return child && child.startIndex <= index ? child : undefined;
  }

  /** The smallest node around a part of the text. */
  descendantForIndex(start: number, end: number = start): SyntaxNode {
    for (let node: SyntaxNode = this; ; ) {
      const child = node.#firstReaching(start, end);
      if (!child || child.startIndex > start) return node;
      node = child;
    }
  }

  /** The nodes of some types inside it, itself included, in source order. */
  descendantsOfType(types: string | readonly string[]): SyntaxNode[] {
    const wanted = typeof types === "string" ? [types] : types;
    const found: SyntaxNode[] = [];
    const stack: SyntaxNode[] = [this];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (wanted.includes(node.type)) found.push(node);
      for (let index = node.children.length - 1; index >= 0; index--) stack.push(...node.children.slice(index, index + 1));
    }
    return found;
  }

  /** Takes over what a reparse has made of the node; whether all that was ever asked of it still holds. */
  follow(raw: RawNode, reparse: Reparse, depth = 0): boolean {
    const { tree } = reparse;
    if (this.parent === null) this.#home.current = tree;
    const { startIndex, endIndex } = raw;
    const hasSameText = this.#hasText(raw, reparse);
    // The parser gives a node that it reuses the id that it had.
    const isReused = raw.id === this.#rawId && hasSameText;
    this.#bind(raw);
    if (isReused) {
      this.#shift(startIndex - this.startIndex);
      return true;
    }
    reparse.left = Math.max(0, reparse.left - 1);
    const { startIndex: start, endIndex: end } = this;
    this.#start = startIndex - this.#moved.by;
    this.#end = endIndex - this.#moved.by;
    const before = reparse.changed;
    const isUnchanged = this.#followChildren(reparse, depth) && hasSameText;
    if (isUnchanged) return true;
    this.#changedIn = tree.id;
    this.#named = undefined;
    this.#fields = undefined;
    this.#isNamed = undefined;
    if (this.#isRead) reparse.isQuiet = false;
    // the change is inside a child where one of them has told of it
    if (reparse.changed === before) {
      // what it holds stands elsewhere now, by a distance that depends on the place
      if (before || (this.#children ?? []).length > 0) reparse.isQuiet = false;
      reparse.changed = { start, end, newEnd: endIndex };
    }
    return false;
  }

  /** Pairs the children from both ends; what lies between is paired where it has kept its shape, and else is new. */
  #followChildren(reparse: Reparse, depth: number): boolean {
    const old = this.#children;
    if (!old) return true;
    const only = old.length > longList && !reparse.hadError ? this.#onlyEdited(old, reparse.edited) : undefined;
    if (only) {
      const { child, raw, index } = only;
      for (const behind of old.slice(index + 1)) behind.#shift(reparse.edited.newEnd - reparse.edited.end);
      return child.follow(raw, reparse, depth + 1);
    }
    const raws = this.#bound().children.filter((raw) => raw !== null);
    const fits = (child: SyntaxNode | undefined, raw: RawNode | undefined): boolean =>
      child !== undefined && raw !== undefined && (raw.id === child.#rawId || (raw.type === child.type && child.#hasText(raw, reparse)));
    let head = 0;
    while (head < old.length && head < raws.length && fits(old[head], raws[head])) head++;
    let tail = 0;
    while (tail < old.length - head && tail < raws.length - head && fits(old[old.length - 1 - tail], raws[raws.length - 1 - tail])) tail++;
    const offset = old.length - raws.length;
    let isUnchanged = offset === 0;
    if (offset !== 0) reparse.isQuiet = false;
    this.#children = raws.map((raw, index) => {
      const isBetween = index >= head && index < raws.length - tail;
      const child = old[index < head || (isBetween && offset === 0) ? index : isBetween ? -1 : index + offset];
      if (child && child.#rawId === raw.id && (child.endIndex <= reparse.edited.start || child.startIndex >= reparse.edited.end) && child.#hasText(raw, reparse)) {
        // as `follow` would, without asking the parser for more of each statement of a text; a number that was last asked for some trees ago may be another node's now
        child.#index = index;
        child.#bind(raw);
        child.#shift(raw.startIndex - child.startIndex);
        return child;
      }
      if (child?.type !== raw.type || depth > maxFollowing || (reparse.left === 0 && child.#rawId !== raw.id)) {
        isUnchanged = false;
        reparse.isQuiet = false;
        return new SyntaxNode(this.#home, this, index, raw);
      }
      child.#index = index;
      if (!child.follow(raw, reparse, depth + 1)) isUnchanged = false;
      return child;
    });
    return isUnchanged;
  }

  /**
   * The child that an edit is inside of, where all others are as they were, though the parser may have made them anew: they are as many as before, and
   * the child and those beside it stand where they should. For then the parser was back where it had been, in front of the same text, and neither text
   * has an error to recover from. To list all children would take longer than all else.
   */
  #onlyEdited(children: readonly SyntaxNode[], { start, end, newEnd }: Replaced): { readonly child: SyntaxNode; readonly raw: RawNode; readonly index: number } | undefined {
    const parent = this.#bound();
    const child = this.#firstReaching(start, end);
    if (!child || child.startIndex >= start || child.endIndex <= end || parent.childCount !== children.length) return undefined;
    const index = child.#index;
    const rawAt = (at: number): RawNode | undefined => {
      const [known, raw] = [children[at], parent.child(at)];
      const moved = (offset: number): number => (offset < end ? offset : offset + newEnd - end);
      return known && raw?.type === known.type && raw.startIndex === moved(known.startIndex) && raw.endIndex === moved(known.endIndex) ? raw : undefined;
    };
    const raw = rawAt(index);
    const isBeside = (at: number): boolean => children[at] === undefined || rawAt(at) !== undefined;
    return raw && isBeside(index - 1) && isBeside(index + 1) ? { child, raw, index } : undefined;
  }

  #hasText({ startIndex, endIndex }: RawNode, { tree, before, edited }: Reparse): boolean {
    const [start, end] = [this.startIndex, this.endIndex];
    if (end - start !== endIndex - startIndex) return false;
    if (end <= edited.start && startIndex === start) return true;
    if (start >= edited.end && startIndex === start + edited.newEnd - edited.end) return true;
    return before.slice(start, end) === tree.text.slice(startIndex, endIndex);
  }

  /** Moves the node and all that is remembered of what it holds. */
  #shift(distance: number): void {
    if (distance === 0) return;
    if (this.parent?.parent === null) {
      this.#moved.by += distance;
      return;
    }
    const stack: SyntaxNode[] = [this];
    for (let node = stack.pop(); node; node = stack.pop()) {
      node.#start += distance;
      node.#end += distance;
      if (node.#children) for (const child of node.#children) stack.push(child);
    }
  }

  #bind(raw: RawNode): void {
    this.#raw = raw;
    this.#rawId = raw.id;
    this.#boundTo = this.tree.id;
  }

  /** Lets go of what the parser has of it and of all it holds; it is found again when somebody asks. */
  release(): void {
    const stack: SyntaxNode[] = [this];
    for (let node = stack.pop(); node; node = stack.pop()) {
      // what is not bound holds nothing that is
      if (!node.#raw) continue;
      node.#raw = undefined;
      node.#boundTo = 0;
      if (node.#children) for (const child of node.#children) stack.push(child);
    }
  }

  /** The parser's node in the tree as it is now: the nearest ancestor that is bound leads the way. */
  #bound(): RawNode {
    const unbound: SyntaxNode[] = [];
    for (let node: SyntaxNode | null = this; node && node.#boundTo !== node.tree.id; node = node.parent) unbound.push(node);
    for (let node = unbound.pop(); node; node = unbound.pop()) {
      if (node.parent) node.parent.#bindChildren();
      else node.#bind(node.tree.rawRoot);
    }
    if (!this.#raw) throw new RangeError("a node that its tree does not have");
    return this.#raw;
  }

  /** The children with the parser's numbers of them, which it may have given anew. */
  #numbered(): readonly SyntaxNode[] {
    const { children } = this;
    if (children.some((child) => child.#boundTo !== child.tree.id)) this.#bindChildren();
    return children;
  }

  #bindChildren(): void {
    const raws = this.#bound().children;
    for (const child of this.children) {
      const raw = raws[child.#index];
      if (raw) child.#bind(raw);
    }
  }

  /** The first child that ends behind `start` and not before `end`. */
  #firstReaching(start: number, end: number): SyntaxNode | undefined {
    const { children } = this;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const reach = children[middle]?.endIndex ?? 0;
      if (reach < end || reach <= start) low = middle + 1;
      else high = middle;
    }
    return children[low];
  }
}

const point = ({ line, character }: LinePosition) => ({ row: line, column: character });
