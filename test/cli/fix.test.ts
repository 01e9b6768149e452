import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createFakeEngine } from "../support/fake-engine.ts";
import { folderOf, old, runIn } from "./harness.ts";

const read = (...path: string[]): string => readFileSync(join(...path), "utf8");

test("without --write a diff is printed and nothing changes", async (t) => {
  const cwd = folderOf(t, { "src/a.py": old() });
  const { stdout, stderr, code } = await runIn(cwd, ["fix", "src"]);
  assert.equal(stdout, ["--- a/src/a.py", "+++ b/src/a.py", "@@ -1,2 +1,2 @@", " import litellm", "-old(safe)", "+new(safe)", ""].join("\n"));
  assert.match(stderr, /^1 can be fixed in 1 file \(--write applies the diff\); nothing is left$/m);
  assert.equal(read(cwd, "src/a.py"), old());
  assert.equal(code, 1, "what the diff would mend is still there");
});

test("--write applies the safe fixes and says what is left and why", async (t) => {
  const cwd = folderOf(t, { "a.py": "import litellm\nold(safe)\nold(unsafe)\nold(manual)\n", "b.py": old() });
  const { stdout, stderr, code } = await runIn(cwd, ["fix", "--write"]);
  assert.equal(stdout, "");
  assert.equal(read(cwd, "a.py"), "import litellm\nnew(safe)\nold(unsafe)\nold(manual)\n");
  assert.deepEqual(stderr.split("\n"), [
    "a.py:3:1 fake-rule old(unsafe) is old: to review: The model's slug is a suggestion.",
    "a.py:4:1 fake-rule old(manual) is old: by hand: Ask whoever wrote it",
    "What changes at run time:",
    "  - The default timeout differs.",
    "2 fixed in 2 files; left: 1 to review (--unsafe fixes them too), 1 by hand",
    "",
  ]);
  assert.equal(code, 1);
});

test("--write changes the sources of a notebook's cells and not a byte else", async (t) => {
  const before = `\ufeff{\r\n  "nbformat": 4, "cells": [\r\n  {"outputs": ["old(safe)", "\\u00e9"], "cell_type": "code",\r\n   "source": ["import litellm\\n",\r\n     "x = 'old(safe) \\u00e9'\\n",\r\n     "old(safe)"] },\r\n  {"cell_type": "code", "source": "!old(manual)\\nold(unsafe)"}]}`;
  const cwd = folderOf(t, { "book.ipynb": before });
  const diff = await runIn(cwd, ["fix"]);
  assert.match(diff.stdout, /^- {5}"old\(safe\)"\] \},\r$/m);
  assert.match(diff.stdout, /^\+ {5}"new\(safe\)"\] \},\r$/m);
  const { stderr } = await runIn(cwd, ["fix", "--write"]);
  assert.equal(read(cwd, "book.ipynb"), before.replace(`"x = 'old(safe) \\u00e9'\\n"`, `"x = 'new(safe) \\u00e9'\\n"`).replace('     "old(safe)"]', '     "new(safe)"]'));
  assert.match(stderr, /^book\.ipynb:cell 2:2:1 fake-rule old\(unsafe\) is old: to review/m);
});

test("--unsafe fixes the reviewed class too, and nothing left is exit code 0", async (t) => {
  const cwd = folderOf(t, { "a.py": "import litellm\nold(safe); old(unsafe)\n" });
  const { stderr, code } = await runIn(cwd, ["fix", "--write", "--unsafe"]);
  assert.equal(read(cwd, "a.py"), "import litellm\nnew(safe); new(unsafe)\n");
  assert.match(stderr, /^2 fixed in 1 file; nothing is left$/m);
  assert.equal(code, 0);
});

test("a strategy that is asked for is the only one applied", async (t) => {
  const cwd = folderOf(t, { "a.py": "import litellm\nold(safe); old(both)\n" });
  const { stderr } = await runIn(cwd, ["fix", "--write", "--unsafe", "--strategy", "openai-client"]);
  assert.equal(read(cwd, "a.py"), "import litellm\nold(safe); new(both)\n");
  assert.match(stderr, /a\.py:2:1 fake-rule old\(safe\) is old: by hand: there is no openai-client fix/);
});

test("git apply and patch take the diff, whatever the file looks like", async (t) => {
  const files = {
    "unix.py": "import litellm\n\n\n\n\nold(safe)\nx = 1\n",
    "windows.py": "import litellm\r\nold(safe)\r\nx = 1\r\n",
    "mixed.py": "import litellm\r\nold(safe)\nx = 1\r\n",
    "no newline.py": "import litellm\nx = 1\nold(safe)",
    "mark.py": "\ufeffimport litellm; old(safe)\n",
    "deep/naïve/тест.py": "import litellm\nold(safe)\n",
    "twice.py": `import litellm\nold(safe)\n${"x = 1\n".repeat(30)}old(safe)\n-- a\n`,
    "return.py": "import litellm\rold(safe)\nx = 1\n",
  };
  const cwd = folderOf(t, files);
  const { stdout } = await runIn(cwd, ["fix"]);
  const wanted = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replaceAll("old(", "new(")]));

  const byGit = folderOf(t, {});
  cpSync(cwd, byGit, { recursive: true });
  execFileSync("git", ["apply", "--whitespace=nowarn", "-"], { cwd: byGit, input: stdout });
  for (const [name, text] of Object.entries(wanted)) assert.equal(read(byGit, name), text, `git apply: ${name}`);

  const byPatch = folderOf(t, {});
  cpSync(cwd, byPatch, { recursive: true });
  execFileSync("patch", ["-p1", "--binary", "--quiet"], { cwd: byPatch, input: stdout });
  for (const [name, text] of Object.entries(wanted)) assert.equal(read(byPatch, name), text, `patch: ${name}`);

  await runIn(cwd, ["fix", "--write"]);
  for (const [name, text] of Object.entries(wanted)) assert.equal(read(cwd, name), text, `--write: ${name}`);
});

test("a file keeps its mode, a link stays a link, and no temporary file is left", async (t) => {
  const cwd = folderOf(t, { "run.py": old(), "elsewhere/real.py": old() });
  chmodSync(join(cwd, "run.py"), 0o755);
  symlinkSync("elsewhere/real.py", join(cwd, "link.py"));
  await runIn(cwd, ["fix", "--write", "run.py", "link.py"]);
  assert.equal(statSync(join(cwd, "run.py")).mode & 0o777, 0o755);
  assert.equal(read(cwd, "elsewhere/real.py"), "import litellm\nnew(safe)\n");
  assert.deepEqual(readdirSync(cwd), ["elsewhere", "link.py", "run.py"]);
  assert.deepEqual(readdirSync(join(cwd, "elsewhere")), ["real.py"]);
});

test("generated and read-only files are left alone with the reason", async (t) => {
  const cwd = folderOf(t, {
    "a.py": `# Code generated by protoc. DO NOT EDIT.\n${old()}`,
    "b.py": `"""@generated"""\n${old()}`,
    "c.py": old(),
    "d.py": `${old()}x = "@generated"\n`,
  });
  chmodSync(join(cwd, "c.py"), 0o444);
  const { stderr, code } = await runIn(cwd, ["fix", "--write"]);
  assert.match(stderr, /^a\.py:3:1 fake-rule old\(safe\) is old: the file is generated; change what generates it$/m);
  assert.match(stderr, /^b\.py:3:1 .*: the file is generated/m);
  assert.match(stderr, /^c\.py:2:1 .*: the file is read-only$/m);
  assert.equal(read(cwd, "c.py"), old());
  assert.equal(read(cwd, "d.py").startsWith("import litellm\nnew(safe)"), true);
  assert.match(stderr, /^1 fixed in 1 file; left: 3 safe$/m);
  assert.equal(code, 1);
});

test("a file that changed since it was read is not written", async (t) => {
  const cwd = folderOf(t, { "a.py": old() });
  const engine = createFakeEngine();
  const openEngine = async () => ({
    ...engine,
    plan: (...args: Parameters<typeof engine.plan>) => {
      writeFileSync(join(cwd, "a.py"), "someone else was here\n");
      return engine.plan(...args);
    },
  });
  const { stderr, code } = await runIn(cwd, ["fix", "--write"], { openEngine });
  assert.equal(read(cwd, "a.py"), "someone else was here\n");
  assert.match(stderr, /the file has changed since it was read; run again/);
  assert.equal(code, 1);
});

test("what the engine could not mend together is offered again with its reason", async (t) => {
  const cwd = folderOf(t, { "a.py": "import litellm\nold(safe); old(safe)\n" });
  const engine = createFakeEngine();
  const openEngine = async () => ({
    ...engine,
    plan: (...[report, choice]: Parameters<typeof engine.plan>) => ({
      ...engine.plan(report, choice.slice(0, 1)),
      skipped: choice.slice(1).map(({ finding }) => ({ finding, reason: "another fix changes the same text" })),
    }),
  });
  const { stderr } = await runIn(cwd, ["fix", "--write"], { openEngine });
  assert.match(stderr, /^a\.py:2:12 .*: another fix changes the same text$/m);
  assert.match(stderr, /^1 fixed in 1 file; left: 1 safe$/m);
});

test("standard input is answered with a diff", async (t) => {
  const cwd = folderOf(t, {});
  const { stdout } = await runIn(cwd, ["fix", "-", "--stdin-path", "src/a.py"], { readStdin: async () => Buffer.from(old()) });
  assert.match(stdout, /^--- a\/src\/a\.py\n\+\+\+ b\/src\/a\.py\n/);
});

test("nothing to fix is exit code 0 and no diff", async (t) => {
  const cwd = folderOf(t, { "a.py": "x = 1\n" });
  assert.deepEqual(await runIn(cwd, ["fix"]), { code: 0, stdout: "", stderr: "0 can be fixed; nothing is left\n" });
});
