// A tree that followed edits answers every question as a fresh one does, and knows what has changed in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { Edit, Parser } from "web-tree-sitter";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import type { Node } from "../../server/src/engine/syntax/nodes.ts";
import { Parsers } from "../../server/src/engine/syntax/parsers.ts";
import { toldEdit } from "../../server/src/engine/syntax/told-edit.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { testHost } from "../support/grammars.ts";

const parsers = new Parsers((file) => testHost.loadWasm(file));
const samples = fixtureFiles().flatMap(({ fixture }) => fixture.cases.flatMap(({ snippets }) => snippets.map(({ path, text }) => ({ grammar: grammarOfPath(path) ?? "python", text }))));

/** Most of these leave a text that the grammar can read, so that trees are really reused. */
const edits = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom("type into a word", "shorten a word", "type at the end of a line", "shorten the end of a line", "double a line", "drop a line", "add a space", "add a comment", "insert"),
  inserted: fc.constantFrom("(", '"', "\n", "x = 1\n", "pass\n", "#", "🧪", "[1]"),
});

function edited(text: string, { at, kind, inserted }: { at: number; kind: string; inserted: string }): { start: number; oldEnd: number; text: string } {
  const near = Math.floor(at * text.length);
  const word = /\w{2,}/g;
  word.lastIndex = near;
  const inWord = Math.min((word.exec(text)?.index ?? near) + 1, text.length);
  const line = text.lastIndexOf("\n", near) + 1;
  const lineEnd = text.indexOf("\n", near) + 1 || text.length;
  const codeEnd = text[lineEnd - 1] === "\n" ? lineEnd - 1 : lineEnd;
  switch (kind) {
    case "type into a word":
      return { start: inWord, oldEnd: inWord, text: "x" };
    case "shorten a word":
      return { start: inWord, oldEnd: Math.min(inWord + 1, text.length), text: "" };
    case "type at the end of a line":
      return { start: codeEnd, oldEnd: codeEnd, text: at < 0.5 ? "x" : "xyz" };
    case "shorten the end of a line":
      return { start: Math.max(line, codeEnd - (at < 0.5 ? 1 : 3)), oldEnd: codeEnd, text: "" };
    case "double a line":
      return { start: line, oldEnd: line, text: text.slice(line, lineEnd) };
    case "drop a line":
      return { start: line, oldEnd: lineEnd, text: "" };
    case "add a space":
      return { start: lineEnd, oldEnd: lineEnd, text: "\n\n" };
    case "add a comment":
      return { start: line, oldEnd: line, text: "# note\n" };
    default:
      return { start: near, oldEnd: near, text: inserted };
  }
}

/** All that a node can be asked. */
function answers(node: Node): unknown {
  const { type, startIndex, endIndex, isNamed, isMissing, isError, hasError, startPosition, text, namedChildCount } = node;
  return {
    ...{ type, startIndex, endIndex, isNamed, isMissing, isError, hasError, startPosition, text, namedChildCount },
    fields: node.children.map((child, index) => {
      const field = node.fieldNameForChild(index);
      return field && [field, node.childForFieldName(field)?.startIndex, node.childrenForFieldName(field).includes(child), child.parent === node];
    }),
    children: node.children.map(answers),
  };
}

/** What is true of a node wherever it stands. */
const shape = (node: Node): string => JSON.stringify([node.type, node.children.length === 0 ? node.text : node.children.map(shape)]);

/** Looks at some nodes only, for most of a tree is never asked anything. */
function visitSome(node: Node, every: number, seen: Map<Node, string>): void {
  if ((node.startIndex + node.endIndex) % every > 0) return;
  seen.set(node, "");
  for (const child of node.children) visitSome(child, every, seen);
}

test("a tree that followed edits gives the answers of a fresh one", async () => {
  let unchanged = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...samples), fc.array(edits, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 3 }), async ({ grammar, text: before }, list, every) => {
      const seen = new Map<Node, string>();
      let text = before;
      await parsers.parse(grammar, text, { keepFor: "kept" }, (root) => visitSome(root, every, seen));
      try {
        for (const edit of list) {
          for (const node of seen.keys()) seen.set(node, shape(node));
          const change = edited(text, edit);
          parsers.edited("kept", change);
          text = text.slice(0, change.start) + change.text + text.slice(change.oldEnd);
          await parsers.parse(grammar, text, { keepFor: "kept" }, (root) => {
            for (const [node, was] of seen) {
              if (node.tree !== root.tree || node.changedIn === root.tree.id || !isInside(node, root)) seen.delete(node);
              else {
                assert.equal(shape(node), was);
                unchanged += 1;
              }
            }
            visitSome(root, every, seen);
          });
        }
        const fresh = await parsers.parse(grammar, text, {}, answers);
        await parsers.parse(grammar, text, { keepFor: "kept" }, (root) => assert.deepEqual(answers(root), fresh));
      } finally {
        parsers.close("kept");
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  assert.ok(unchanged > 500, `only ${unchanged} nodes were taken over, so that little was shown`);
});

function isInside(node: Node, root: Node): boolean {
  for (let at: Node = node; at.parent; at = at.parent) if (!at.parent.children.includes(at)) return false;
  return node === root || node.parent !== null;
}

test("a long text whose quote was mended is mostly read anew, and gives the answers of a fresh one", async () => {
  const text = `import os\n\n\n${Array.from({ length: 600 }, (_, index) => `def f_${index}(value):\n    return [value, ${index}]\n\n\n`).join("")}`;
  const quote = '"""';
  try {
    const broken = await parsers.parse("python", quote + text, { keepFor: "mended" }, (root) => new Set(descendants(root)));
    parsers.edited("mended", { start: 0, oldEnd: quote.length, text: "" });
    const fresh = await parsers.parse("python", text, {}, answers);
    await parsers.parse("python", text, { keepFor: "mended" }, (root) => {
      const all = descendants(root);
      const followed = all.filter((node) => broken.has(node)).length;
      assert.ok(followed < all.length / 2, `${followed} of ${all.length} nodes were followed at once`);
      assert.deepEqual(answers(root), fresh);
    });
  } finally {
    parsers.close("mended");
  }
});

test("a text that is typed into at many places gives the answers of a fresh one", async () => {
  const extents = (node: Node): string => `${node.type} ${node.startIndex} ${node.endIndex} (${node.children.map(extents).join()})`;
  const block = `import m\n\n\ndef f(value):\n    """Of words\n    and others.\n    """\n    first = value\n    return [value].first\n\n\nclass C:\n    name: str\n    age: int\n\n\n`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 120, maxLength: 120 }), async (places) => {
      let text = block.repeat(5);
      await parsers.parse("python", text, { keepFor: "typed" }, extents);
      try {
        for (const [count, place] of places.entries()) {
          const ends = [...text.matchAll(/\w$/gm)].map(({ index }) => index + 1);
          const start = ends[place % ends.length] ?? 0;
          parsers.edited("typed", { start, oldEnd: start, text: "x" });
          text = `${text.slice(0, start)}x${text.slice(start)}`;
          const fresh = await parsers.parse("python", text, {}, extents);
          assert.equal(await parsers.parse("python", text, { keepFor: "typed" }, extents), fresh, `after ${count + 1} edits`);
        }
      } finally {
        parsers.close("typed");
      }
    }),
    // a failure needs memory that the parser has used twice, so that no shorter list shows it
    { numRuns: 10, seed: 1, endOnFailure: true },
  );
});

test("of typing at the end of a block, what stands behind the block is not read again", async () => {
  // which starts the runtime
  await parsers.load("python");
  const parser = new Parser().setLanguage(await parsers.load("python"));
  const before = Array.from({ length: 400 }, (_, index) => `def f_${index}(value):\n    return [value, ${index}].first\n\n\n`).join("");
  const starts = [...before.matchAll(/first/g)].map(({ index, 0: { length } }) => index + length).filter((_, index) => index % 40 === 0);
  const point = (text: string, offset: number) => ({ row: text.slice(0, offset).split("\n").length - 1, column: offset - text.lastIndexOf("\n", offset - 1) - 1 });
  /** How many characters of the text the parser asks for after an `x` was typed. */
  const readAfter = (at: number, { start, oldEnd, newEnd }: ReturnType<typeof toldEdit>): number => {
    const tree = parser.parse(before) ?? assert.fail();
    const text = `${before.slice(0, at)}x${before.slice(at)}`;
    const points = { startPosition: point(before, start), oldEndPosition: point(before, oldEnd), newEndPosition: point(text, newEnd) };
    tree.edit(new Edit({ startIndex: start, oldEndIndex: oldEnd, newEndIndex: newEnd, ...points }));
    let read = 0;
    const after = parser.parse((index) => {
      const part = text.slice(index, index + 64);
      read += part.length;
      return part;
    }, tree);
    tree.delete();
    after?.delete();
    return read;
  };
  for (const at of starts) {
    const inWord = readAfter(at - 2, toldEdit(before, at - 2, at - 2, "x"));
    assert.equal(readAfter(at, toldEdit(before, at, at, "x")), inWord);
    const rest = before.length - at;
    assert.ok(readAfter(at, { start: at, oldEnd: at, newEnd: at + 1 }) > inWord + rest, "the parser needs not be told anything else");
  }
  parser.delete();
});

test("the trees before an edit can be freed, whichever nodes they have left behind", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const earlier: WeakRef<Node["tree"]>[] = [];
  let text = Array.from({ length: 40 }, (_, index) => `value_${index} = [${index}]\n`).join("");
  await parsers.parse("python", text, { keepFor: "freed" }, (root) => void descendants(root));
  for (let index = 0; index < 20; index++) {
    const at = text.indexOf(`value_${index} `);
    parsers.edited("freed", { start: at, oldEnd: at, text: "x" });
    text = `${text.slice(0, at)}x${text.slice(at)}`;
    await parsers.parse("python", text, { keepFor: "freed" }, (root) => {
      earlier.push(new WeakRef(root.tree));
      descendants(root);
    });
  }
  // a weak reference holds until the turn of the event loop is over
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.ok(earlier.filter((tree) => tree.deref() !== undefined).length <= 1, "each node keeps the whole tree in which it was last another");
  parsers.close("freed");
});

test("the smallest node around a part of the text", async () => {
  for (const { grammar, text } of samples.slice(0, 20)) {
    await parsers.parse(grammar, text, {}, (root) => {
      const all = [root, ...descendants(root)];
      for (const { startIndex: start, endIndex: end } of all) {
        const found = root.descendantForIndex(start, end);
        assert.ok(found.startIndex <= start && end <= found.endIndex);
        const smaller = all.filter((node) => node.startIndex <= start && end <= node.endIndex && node.endIndex > start && node.endIndex - node.startIndex < found.endIndex - found.startIndex);
        assert.deepEqual(
          smaller.map(({ type }) => type),
          [],
        );
      }
    });
  }
});

const descendants = (node: Node): Node[] => node.children.flatMap((child) => [child, ...descendants(child)]);

test("of many texts the trees parsed last are kept, and those that somebody still reads", async () => {
  const several = new Parsers((file) => testHost.loadWasm(file));
  const names = Array.from({ length: 12 }, (_, index) => `text ${index}`);
  const trees = new Map<string, Node["tree"]>();
  const parse = (name: string, read: () => Promise<void> = async () => {}) =>
    several.parse("python", `${"x = 1\n".repeat(50)}`, { keepFor: name }, async (root) => {
      trees.set(name, root.tree);
      await read();
      // the parser is asked now for what nobody has read yet
      assert.equal(descendants(root).length, 50 * 5);
    });
  const kept = (): string[] => names.filter((name) => several.isKept(trees.get(name) ?? assert.fail(name)));
  await parse("text 0", async () => {
    for (const name of names.slice(1)) await parse(name);
  });
  assert.deepEqual(kept(), ["text 0", "text 9", "text 10", "text 11"]);
  await parse("text 9");
  await parse("text 3");
  assert.deepEqual(kept(), ["text 3", "text 9", "text 10", "text 11"]);
  for (const name of names) several.close(name);
  assert.deepEqual(kept(), []);
});
