// The command as users run it: dist/cli.js in a process of its own, with the real engine and real pipes.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folderOf } from "./harness.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist/cli.js");

before(() => {
  const sources = ["server/src", "grammars"].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(root, folder, name)));
  const built = statSync(cli, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if ([...sources, join(root, "package.json"), join(root, "esbuild.mjs")].some((file) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > built))
    execFileSync("node", ["esbuild.mjs"], { cwd: root, stdio: "pipe" });
});

const start = (cwd: string, ...args: string[]) => spawn("node", [cli, ...args], { cwd, stdio: "pipe", env: { ...process.env, HOME: cwd, LOCALAPPDATA: cwd, XDG_CACHE_HOME: "" } });

test("a folder is scanned and fixed by the built command", async (t) => {
  const cwd = folderOf(t, { "a.py": 'import litellm\n\nanswer = litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "hi"}])\nprint(answer.choices[0].message.content)\n' });
  const scan = start(cwd, "scan", "--format", "json", "--slug", "openai=openai-prod");
  const [stdout, [code]] = await Promise.all([text(scan.stdout), once(scan, "close")]);
  const { tool, findings, totals } = JSON.parse(stdout);
  assert.match(tool.version, /^\d+\.\d+\.\d+$/);
  assert.ok(
    findings.some(({ rule, startLine, startColumn }: { rule: string; startLine: number; startColumn: number }) => rule === "litellm-completion" && startLine === 3 && startColumn === 10),
    stdout,
  );
  assert.equal(totals.findings, totals.safe + totals.unsafe + totals.manual);
  assert.equal(code, 1);

  const again = start(cwd, "scan", "--format", "json", "--slug", "openai=openai-prod");
  const [sameAgain] = await Promise.all([text(again.stdout), once(again, "close")]);
  assert.equal(sameAgain, stdout, "with what the first run has kept");

  const fix = start(cwd, "fix", "--slug", "openai=openai-prod");
  const [diff] = await Promise.all([text(fix.stdout), once(fix, "close")]);
  assert.match(diff, /^-import litellm$/m);
  assert.match(diff, /^\+.*@openai-prod\/gpt-4o/m);
});

test("a reader that closes the pipe early ends the run quietly", async (t) => {
  const cwd = folderOf(t, { "a.py": `import litellm\n${'litellm.completion(model="openai/gpt-4o", messages=[])\n'.repeat(400)}` });
  const child = start(cwd, "scan", "--format", "json");
  const stderr = text(child.stderr);
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = await once(child, "close");
  assert.deepEqual([code, await stderr], [1, ""]);
});

test("Ctrl+C ends the run with 130", async (t) => {
  const child = start(folderOf(t, {}), "scan", "-", "--stdin-path", "a.py");
  // more than a pipe holds: once all of it is taken, the command is at work
  await new Promise((resolve) => child.stdin.write("x = 1\n".repeat(200_000), resolve));
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "close"), [130, null]);
});
