// A large tree that uses none of the packages the rules are about: whatever is found there is found wrongly.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { testHost } from "../support/grammars.ts";
import { folderOf, jsonIn } from "./harness.ts";

const python = process.platform === "win32" ? "python" : "python3";
const library = execFileSync(python, ["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], { encoding: "utf8" }).trim();
const engine = { openEngine: () => createEngine(testHost) };
const installed = ["--exclude", "**/site-packages/**", "--exclude", "**/dist-packages/**", "--no-ignore"];

test("nothing is found in Python's standard library, and no part of it is left unread", async () => {
  const { findings, files } = await jsonIn(library, [".", ...installed], engine);
  assert.ok(files.scanned > 300, `only ${files.scanned} files in ${library}`);
  assert.deepEqual(
    findings.map(({ path, startLine, rule }) => `${path}:${startLine} ${rule}`),
    [],
  );
  assert.deepEqual(files.partial, []);
});

test("the same scan tells of a file beside it that uses LiteLLM", async (t) => {
  const beside = folderOf(t, {});
  writeFileSync(join(beside, "ask.py"), "import litellm\n");
  const { findings } = await jsonIn(beside, [".", join(library, "json"), ...installed], engine);
  assert.deepEqual(
    findings.map(({ path, rule }) => [path.slice(path.lastIndexOf("/") + 1), rule]),
    [["ask.py", "litellm-import"]],
  );
});
