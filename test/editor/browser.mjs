// The browser that looks at the editor in tests: Debian's Chromium, driven by playwright-core.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Path of an installed Chromium, or undefined; CHROMIUM names another one. */
export function findChromium() {
  const places = process.env.CHROMIUM ? [process.env.CHROMIUM] : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return places.find((path) => existsSync(path));
}

/** Starts a headless browser in which nothing but loopback addresses resolve. */
export async function startBrowser({ width = 1280, height = 800, scale = 1 } = {}) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("Chromium is missing: apt-get install chromium, or set CHROMIUM to its path");
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const contained = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
  const browser = await chromium.launch({ executablePath, args: ["--headless", ...quiet, ...contained] });
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, permissions: ["clipboard-read", "clipboard-write"] });
  return { browser, context };
}

/** Opens a page; `exit` resolves when an extension test run has ended, by the two bindings that VS Code looks for. */
export async function openWorkbench(context, url, { onLog = () => {}, verbose = false } = {}) {
  const page = await context.newPage();
  const failedRequests = [];
  page.on("requestfailed", (request) => failedRequests.push(`${request.url()} ${request.failure()?.errorText}`));
  if (verbose) page.on("console", (message) => process.stderr.write(`[page ${message.type()}] ${message.text()}\n`));
  if (verbose) page.on("pageerror", (error) => process.stderr.write(`[page error] ${error.message}\n`));
  let end = () => {};
  const exit = new Promise((done) => {
    end = done;
  });
  await page.exposeFunction("codeAutomationLog", (type, args) => onLog(type, args));
  await page.exposeFunction("codeAutomationExit", (code, logs) => end({ code, logs }));
  page.on("crash", () => end({ code: 99, logs: ["the page crashed"] }));
  await page.goto(url);
  return { page, exit, failedRequests };
}
