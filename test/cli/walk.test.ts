import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { type TestContext, test } from "node:test";
import { URI } from "vscode-uri";
import type { ListOptions } from "../../server/src/host/host.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { isWalked, walk, wantedBy } from "../../server/src/host/walk.ts";
import { folderOf } from "./harness.ts";

const everything: ListOptions = { extensions: ["py"], include: [], exclude: [], useIgnoreFiles: true };

/** The files that a walk finds, relative to the root, with what cannot be read marked. */
function namesIn(root: string, options: Partial<ListOptions> = {}): string[] {
  const all = { ...everything, ...options };
  const found = walked(root, options);
  // what is asked about a single file is what a walk of all of them says
  for (const file of filesBelow(root)) assert.equal(isWalked(root, join(root, file), all, wantedBy(root, all)), found.includes(file), file);
  return found;
}

const filesBelow = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const walked = (root: string, options: Partial<ListOptions>): string[] =>
  [...walk(root, { ...everything, ...options }, wantedBy(root, { ...everything, ...options }))].map(
    ({ path, unreadable }) => relative(root, path) + (unreadable === undefined ? "" : ` (${unreadable})`),
  );

/** A folder of empty files and of ignore files with the patterns given. */
const treeOf = (t: TestContext, files: readonly string[], ignoreFiles: Readonly<Record<string, string>> = {}): string =>
  folderOf(t, { ...Object.fromEntries(files.map((name) => [name, ""])), ...ignoreFiles });

test("folders of packages, environments and builds are left out at any depth", (t) => {
  const root = treeOf(t, [
    "a.py",
    "node_modules/a.py",
    "web/node_modules/x/a.py",
    ".venv/a.py",
    "venv/a.py",
    "lib/site-packages/a.py",
    "dist/a.py",
    "distance/a.py",
    ".git/hooks/a.py",
    ".hidden/a.py",
  ]);
  assert.deepEqual(namesIn(root), [".hidden/a.py", "a.py", "distance/a.py"]);
  assert.deepEqual(namesIn(`${root}/node_modules`), ["a.py"], "one that is named is read");
  assert.equal(namesIn(root, { useIgnoreFiles: false }).length, 10);
});

test("ignore files hold at every level, and a deeper one wins", (t) => {
  const root = treeOf(t, ["a.py", "skip.py", "sub/skip.py", "sub/keep.py", "sub/deep/skip.py", "build/a.py", "sub/build/a.py", "gen/x/a.py"], {
    ".gitignore": "skip.py\n/build/\ngen/*\n",
    "sub/.gitignore": "!skip.py\nkeep.py\n",
  });
  assert.deepEqual(namesIn(root), ["a.py", "sub/build/a.py", "sub/deep/skip.py", "sub/skip.py"]);
  assert.equal(namesIn(root, { useIgnoreFiles: false }).length, 8);
});

test("what git ignores is what the walk leaves out", (t) => {
  const ignoreFiles = {
    ".gitignore": "*.tmp.py\n!keep.tmp.py\n/top.py\ndoc/**/x.py\n**/cache/\nCaps.py\nspace\\ .py\nfoo/*\n!foo/bar/\n# comment\n\\#hash.py\n",
    "inner/.gitignore": "/only.py\n*.log.py\n!/important.log.py\n",
    ".git/info/exclude": "private.py\n",
  };
  const files = [
    "a.tmp.py",
    "keep.tmp.py",
    "top.py",
    "sub/top.py",
    "doc/x.py",
    "doc/a/b/x.py",
    "q/cache/a.py",
    "cache.py",
    "caps.py",
    "Caps.py",
    "foo/a.py",
    "foo/bar/a.py",
    "#hash.py",
    "inner/only.py",
    "inner/sub/only.py",
    "inner/a.log.py",
    "inner/important.log.py",
    "private.py",
    "sub/private.py",
  ];
  const root = treeOf(t, files);
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  git("init", "--quiet");
  const written = folderOf(t, ignoreFiles);
  execFileSync("cp", ["-R", `${written}/.`, root]);
  const kept = git("ls-files", "--others", "--exclude-standard", "-z", "*.py")
    .split("\0")
    .filter((name) => name !== "");
  assert.deepEqual(namesIn(root), kept.sort());
});

test("rules above the root hold up to the top of its repository, unless they ignore the root itself", (t) => {
  const root = treeOf(t, ["repo/src/a.py", "repo/src/skip.py", "repo/src/private.py", "repo/out/a.py", "repo/out/skip.py"], {
    ".gitignore": "a.py\n",
    "repo/.gitignore": "skip.py\nout/\n",
    "repo/.git/info/exclude": "private.py\n",
  });
  assert.deepEqual(namesIn(`${root}/repo/src`), ["a.py"]);
  assert.deepEqual(namesIn(`${root}/repo/out`), ["a.py", "skip.py"]);
});

test("a repository inside another one has its own rules only", (t) => {
  const root = treeOf(t, ["a.py", "inner/a.py", "inner/b.py"], { ".gitignore": "a.py\n", "inner/.git/HEAD": "", "inner/.gitignore": "b.py\n" });
  assert.deepEqual(namesIn(root), ["inner/a.py"]);
});

test("a worktree's exclusions are its repository's", (t) => {
  const root = treeOf(t, ["tree/a.py", "tree/private.py"], {
    "tree/.git": "gitdir: ../main/.git/worktrees/tree\n",
    "main/.git/worktrees/tree/commondir": "../..\n",
    "main/.git/info/exclude": "private.py\n",
  });
  assert.deepEqual(namesIn(`${root}/tree`), ["a.py"]);
});

test("globs are relative to the root; one without a slash matches at any depth", (t) => {
  const root = treeOf(t, ["a.py", "tests/a.py", "src/tests/b.py", "src/c.py", "src/.d.py"]);
  assert.deepEqual(namesIn(root, { exclude: ["tests"] }), ["a.py", "src/.d.py", "src/c.py"]);
  assert.deepEqual(namesIn(root, { exclude: ["tests/"] }), ["a.py", "src/.d.py", "src/c.py"]);
  assert.deepEqual(namesIn(root, { exclude: ["src/**"] }), ["a.py", "tests/a.py"]);
  assert.deepEqual(namesIn(root, { exclude: ["a.py"] }), ["src/.d.py", "src/c.py", "src/tests/b.py"]);
  assert.deepEqual(namesIn(root, { include: ["src"] }), ["src/.d.py", "src/c.py", "src/tests/b.py"]);
  assert.deepEqual(namesIn(root, { include: ["./src/*.py"] }), ["src/.d.py", "src/c.py"]);
  assert.deepEqual(namesIn(root, { include: ["*.py"], exclude: ["src"] }), ["a.py", "tests/a.py"]);
});

test("a folder that cannot be read is told of", (t) => {
  const root = treeOf(t, ["a.py"]);
  assert.deepEqual(
    [...walk(`${root}/gone`, everything, () => true)].map(({ unreadable }) => unreadable),
    ["no such file or folder"],
  );
});

test("a walk over folders without files lets others work", async (t) => {
  const root = treeOf(t, [...Array.from({ length: 300 }, (_, index) => `empty/${index}/a.txt`), "z.py"]);
  const listed: string[] = [];
  let turns = 0;
  const next = (): void => {
    turns++;
    pending = setImmediate(next);
  };
  let pending = setImmediate(next);
  for await (const batch of createNodeHost().list(URI.file(root).toString(), everything)) listed.push(...batch.map(({ uri }) => uri));
  clearImmediate(pending);
  assert.deepEqual(listed, [URI.file(`${root}/z.py`).toString()]);
  assert.ok(turns >= 3, `${turns} turns`);
});

test("the node host lists by URI and names the cause when a file cannot be read", async (t) => {
  const root = treeOf(t, ["a b.py", "c.ts"]);
  const host = createNodeHost();
  const uris: string[] = [];
  for await (const batch of host.list(URI.file(root).toString(), everything)) uris.push(...batch.map(({ uri }) => uri));
  assert.deepEqual(uris, [URI.file(`${root}/a b.py`).toString()]);
  assert.deepEqual([...(await host.readFile(uris[0] ?? ""))], []);
  await assert.rejects(host.readFile(URI.file(`${root}/gone.py`).toString()), { message: `${root}/gone.py: no such file or folder` });
});
