// Runs a built suite (.test-results/editor/<name>/index.js) inside the extension host of the embedded editor, against a packaged extension.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { openWorkbench, startBrowser } from "./browser.mjs";
import { copySample, installVsix, root, startServer, workbenchUrl } from "./editor.mjs";

/** Opens the sample, or what `prepare` makes of it, runs the suite there and counts; `look` sees the profile before it is removed. */
export async function runInEditor({ suite, title = suite, vsix, verbose, seconds, isTrusting = true, settings = {}, prepare = () => undefined, look = () => {} }) {
  const results = join(root, ".test-results", "editor");
  const resultFile = join(results, `${title}.json`);
  const networkLog = join(results, `${title}-network.log`);
  mkdirSync(results, { recursive: true });
  writeFileSync(resultFile, "[]");
  writeFileSync(networkLog, "");
  const logs = []; // what the workbench and the extension host print: shown on failure
  const env = { TEST_RESULTS: resultFile, NETWORK_LOG: networkLog, TEST_GREP: process.env.TEST_GREP ?? "" };
  const server = await startServer({ testMode: true, isTrusting, verbose, settings, preload: join(root, "test/editor/network-log.mjs"), env });
  try {
    await installVsix(server, vsix);
    const { browser, context } = await startBrowser();
    try {
      const folder = copySample(server.profile);
      const workspace = prepare(folder);
      const url = workbenchUrl(server, {
        folder,
        workspace,
        // The extension under test is the installed one; the editor still wants a development path to enter test mode.
        extensionDevelopmentPath: join(root, "test/editor/empty-extension"),
        extensionTestsPath: join(results, suite, "index.js"),
      });
      const onLog = (_type, args) => {
        logs.push(format(...args));
        if (verbose) console.log(format(...args));
      };
      const { page, exit, failedRequests } = await openWorkbench(context, url, { verbose, onLog });
      const outcome = await Promise.race([exit, new Promise((done) => setTimeout(done, seconds * 1000, { code: "a time-out" }).unref())]);
      if (outcome.code !== 0) {
        await page.screenshot({ path: join(results, `${title}-failure.png`) });
        writeFileSync(join(results, `${title}-failure.json`), JSON.stringify({ server: server.log(), console: logs, logs: outcome.logs, failedRequests }, null, 1));
      }
      look(server.profile);
      return counted(title, outcome.code, JSON.parse(readFileSync(resultFile, "utf8")), logs);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function counted(title, code, tests, logs) {
  for (const test of tests)
    console.log(`${test.state === "passed" ? "  ok  " : "FAILED"} ${test.title}${test.ms === undefined ? "" : ` (${test.ms} ms)`}${test.error ? `\n${test.error.replace(/^/gm, "       ")}` : ""}`);
  const passed = tests.filter((test) => test.state === "passed").length;
  const failed = tests.length - passed; // a skipped test counts as failed: none is meant to be
  if (failed > 0 || (code === 0 && passed > 0)) return { passed, failed };
  console.log(`${title} ended with ${code} after ${passed} tests; the last lines of the editor's log:\n${logs.slice(-60).join("\n")}`);
  return { passed, failed: 1 };
}
