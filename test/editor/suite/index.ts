// The entry that VS Code loads as `extensionTestsPath`, in the embedded editor and on the desktop alike.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

/** Runs every built `*.test.js` beside this file; rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", timeout: 30_000, color: false, reporter: "spec", ...(process.env.TEST_GREP ? { grep: process.env.TEST_GREP } : {}) });
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.js"));
  for (const name of files.sort()) mocha.addFile(join(__dirname, name));
  const failures = await new Promise<number>((done) => {
    const runner = mocha.run(done);
    if (process.env.TEST_RESULTS) record(runner, process.env.TEST_RESULTS);
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}

function record(runner: Mocha.Runner, file: string): void {
  const results: { title: string; state: "passed" | "failed" | "skipped"; ms?: number; error?: string }[] = [];
  // Written after each test, so that a host that dies still leaves what it has done.
  const add = (result: (typeof results)[number]) => {
    results.push(result);
    writeFileSync(file, JSON.stringify(results, null, 1));
  };
  runner.on("pass", (test) => add({ title: test.fullTitle(), state: "passed", ms: test.duration ?? 0 }));
  runner.on("fail", (test, error) => add({ title: test.fullTitle(), state: "failed", error: String(error.stack ?? error) }));
  runner.on("pending", (test) => add({ title: test.fullTitle(), state: "skipped" }));
}
