// Runs the built suite (.test-results/editor/suite/index.js) inside the extension host of the embedded editor, against a packaged extension.
// Usage: node test/editor/run-suite.mjs --vsix FILE [--verbose] [--timeout SECONDS]; TEST_GREP chooses tests.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, parseArgs } from "node:util";
import { openWorkbench, startBrowser } from "./browser.mjs";
import { copySample, installVsix, root, startServer, workbenchUrl } from "./editor.mjs";

const options = { vsix: { type: "string", default: join(root, "portkey-migrate.vsix") }, verbose: { type: "boolean", default: false }, timeout: { type: "string", default: "240" } };
const { values } = parseArgs({ options });
const results = join(root, ".test-results", "editor");
const resultFile = join(results, "results.json");
mkdirSync(results, { recursive: true });
writeFileSync(resultFile, "[]");

const logs = []; // what the workbench and the extension host print: shown on failure
const code = await runInEditor();
const tests = JSON.parse(readFileSync(resultFile, "utf8"));
for (const test of tests)
  console.log(`${test.state === "passed" ? "  ok  " : "FAILED"} ${test.title}${test.ms === undefined ? "" : ` (${test.ms} ms)`}${test.error ? `\n${test.error.replace(/^/gm, "       ")}` : ""}`);
const passed = tests.filter((test) => test.state === "passed").length;
let failed = tests.length - passed; // a skipped test counts as failed: none is meant to be
if (failed === 0 && (code !== 0 || passed === 0)) {
  failed = 1;
  console.log(`The suite ended with ${code} after ${passed} tests; the last lines of the editor's log:\n${logs.slice(-60).join("\n")}`);
}
console.log(`editor: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runInEditor() {
  const server = await startServer({ testMode: true, verbose: values.verbose, env: { TEST_RESULTS: resultFile, TEST_GREP: process.env.TEST_GREP ?? "" } });
  try {
    await installVsix(server, values.vsix);
    const { browser, context } = await startBrowser();
    try {
      const url = workbenchUrl(server, {
        folder: copySample(server.profile),
        // The extension under test is the installed one; the editor still wants a development path to enter test mode.
        extensionDevelopmentPath: join(root, "test/editor/empty-extension"),
        extensionTestsPath: join(results, "suite", "index.js"),
      });
      const onLog = (_type, args) => {
        logs.push(format(...args));
        if (values.verbose) console.log(format(...args));
      };
      const { page, exit, failedRequests } = await openWorkbench(context, url, { verbose: values.verbose, onLog });
      const outcome = await Promise.race([exit, new Promise((done) => setTimeout(done, Number(values.timeout) * 1000, { code: "a time-out" }).unref())]);
      if (outcome.code !== 0) {
        await page.screenshot({ path: join(results, "failure.png") });
        writeFileSync(join(results, "failure.json"), JSON.stringify({ server: server.log(), console: logs, logs: outcome.logs, failedRequests }, null, 1));
      }
      return outcome.code;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
