// `npm start`, as a new user runs it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openWorkbench, startBrowser } from "./browser.mjs";
import { root } from "./editor.mjs";

const scratch = mkdtempSync(join(tmpdir(), "portkey-migrate-start-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs start.mjs with `code` out of its sight; `output` is what it has printed so far. */
function start(args, env = {}) {
  const path = process.env.PATH.split(":").filter((folder) => !existsSync(join(folder, "code")));
  const child = spawn(process.execPath, [join(root, "test/editor/start.mjs"), ...args], { env: { ...process.env, PATH: path.join(":"), VSCODE_PATH: "", ...env } });
  const started = { child, output: "", ended: new Promise((done) => child.on("close", done)) };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => {
      started.output += chunk;
      child.emit("output");
    });
  return started;
}

test("without a desktop it prints an address where the sample is flagged, and Ctrl+C leaves nothing behind", async () => {
  const started = start([]);
  const url = await new Promise((done) => {
    // The address is complete once its line is.
    started.child.on("output", () => /http:\S+\n/.test(started.output) && done(/http:\S+/.exec(started.output)[0]));
    started.ended.then(() => done(undefined));
  });
  assert.ok(url, started.output);
  const { browser, context } = await startBrowser();
  try {
    const refused = await fetch(new URL("/", url), { redirect: "manual" });
    assert.equal(refused.status, 403, "nobody comes in without the token of the address");
    const { page } = await openWorkbench(context, url);
    await page.locator(".squiggly-warning").first().waitFor({ timeout: 30_000 });
  } finally {
    await browser.close();
    started.child.kill("SIGINT");
  }
  assert.equal(await started.ended, 0, started.output);
  const folder = new URL(url).searchParams.get("folder");
  assert.equal(existsSync(folder), false, "the scratch copy is gone");
  await assert.rejects(fetch(url), "the server is gone");
});

test("with a desktop VS Code it hands the folder over", async () => {
  const editor = join(scratch, "code");
  const called = join(scratch, "called");
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$@" > "${called}"\n`, { mode: 0o755 });
  const started = start([scratch], { VSCODE_PATH: editor });
  assert.equal(await started.ended, 0, started.output);
  assert.deepEqual(readFileSync(called, "utf8").trim().split("\n"), [`--extensionDevelopmentPath=${root}`, "--new-window", scratch]);
});

test("a folder that does not exist is refused before anything is built", async () => {
  const started = start([join(scratch, "nowhere")]);
  assert.equal(await started.ended, 1);
  assert.equal(started.output, `${join(scratch, "nowhere")} is not a folder\n`);
});
