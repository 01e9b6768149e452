// `npm test [-- suite…]`: runs the suites in order, all of them when none is named; the last line holds the counts over all.
// A suite ends its output with "N passed, N failed"; one that does not count (the compiler, the linter) is one test.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "./editor/browser.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bin = (name) => join(root, "node_modules", ".bin", name);
// Suites that share a step run it once.
const build = ["node", "esbuild.mjs"];
const buildPackage = ["npm", "run", "--silent", "package"];
const nodeTest = ["--test", "--test-concurrency=2", "--test-timeout=180000", "--test-reporter=./test/reporter.mjs"];
// Each program starts Python twice; the limit holds for all of them together.
const longNodeTest = nodeTest.with(2, "--test-timeout=840000");

const typescriptPrograms = ["programs", "types"].map((name) => `test/programs/typescript/${name}.test.ts`);

const suites = {
  check: { steps: () => [[bin("tsc"), "--build"]] },
  lint: { steps: () => [[bin("biome"), "check", "."]] },
  unit: { steps: () => [["node", "--import", "tsx", ...nodeTest, ...unitTests()]] },
  gateway: { steps: () => [build, ["node", "--import", "tsx", ...nodeTest, ...testsIn("test/gateway/real")]] },
  programs: {
    missing: pythonMissing,
    steps: () => [
      build,
      ["node", "--import", "tsx", "test/programs/setup.ts"],
      ["node", "--import", "tsx", ...longNodeTest, "test/programs/programs.test.ts", "test/programs/adapter.test.ts", "test/programs/types.test.ts", ...typescriptPrograms],
    ],
  },
  package: { steps: () => [buildPackage, ["node", ...nodeTest, "test/editor/vsix.test.mjs"]] },
  editor: { missing: browserMissing, steps: () => [buildPackage, ["node", "esbuild.mjs", "--tests"], ["node", "test/editor/setup.mjs"], ["node", "test/editor/run-suite.mjs"]] },
  start: {
    missing: browserMissing,
    steps: () => [
      ["node", "test/editor/setup.mjs"],
      ["node", ...nodeTest, "test/editor/start.test.mjs"],
    ],
  },
  tour: { missing: browserMissing, steps: () => [buildPackage, ["node", "test/editor/setup.mjs"], ["node", "test/editor/tour.mjs"]] },
  "gateway-tour": { missing: browserMissing, steps: () => [buildPackage, ["node", "test/editor/setup.mjs"], ["node", "test/editor/gateway-tour.mjs"]] },
  safety: { missing: browserMissing, steps: () => [buildPackage, ["node", "esbuild.mjs", "--tests"], ["node", "test/editor/setup.mjs"], ["node", "test/editor/gateway-safety.mjs"]] },
};
const limitMinutes = 15;

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}`);
  process.exit(2);
}

const finished = new Map();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of chosen.length > 0 ? chosen : Object.keys(suites)) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  const counts = await runSuite(suites[name]);
  for (const key of Object.keys(total)) total[key] += counts[key];
  console.log(`${counts.failed === 0 ? "  " : "✗ "}${name}: ${line(counts)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${line(total)}`);

async function runSuite({ missing, steps }) {
  const reason = missing?.();
  if (reason !== undefined) {
    console.log(`NOT RUN: ${reason}`);
    return process.env.CI ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 };
  }
  let last = { code: 0, counted: undefined };
  for (const step of steps()) {
    const key = JSON.stringify(step);
    const earlier = finished.get(key);
    if (earlier !== undefined && earlier.code !== 0) console.log(`NOT RUN: ${step.join(" ")} failed above`);
    last = earlier ?? (await runStep(step));
    finished.set(key, last);
    if (last.code !== 0) break;
  }
  const [passed, failed] = last.counted ?? (last.code === 0 ? [1, 0] : [0, 1]);
  return { passed, failed: last.code !== 0 && failed === 0 ? 1 : failed, skipped: 0 };
}

function browserMissing() {
  return findChromium() === undefined ? "Chromium is missing (apt-get install chromium, or set CHROMIUM to its path)" : undefined;
}

function pythonMissing() {
  const { status } = spawnSync(process.platform === "win32" ? "python" : "python3", ["-c", "import ensurepip, sys; sys.exit(sys.version_info < (3, 10))"]);
  return status === 0 ? undefined : "Python 3.10 or newer with `venv` is missing (apt-get install python3-venv)";
}

/** Runs one command with its output shown; a command that hangs is ended with all it started. */
function runStep([command, ...args]) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], detached: true });
    const stop = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    };
    const interrupt = () => {
      stop();
      process.exit(130);
    };
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
    const limit = setTimeout(() => {
      console.log(`${command} ${args.join(" ")} did not end within ${limitMinutes} minutes`);
      stop();
    }, limitMinutes * 60_000);
    let tail = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      process.stdout.write(chunk);
      tail = (tail + chunk).slice(-400);
    });
    child.on("error", (error) => console.log(`${command} could not be started: ${error.message}`));
    child.on("close", (code) => {
      clearTimeout(limit);
      process.removeListener("SIGINT", interrupt).removeListener("SIGTERM", interrupt);
      const match = /(\d+) passed, (\d+) failed\s*$/.exec(tail);
      done({ code: code ?? 1, counted: match ? [Number(match[1]), Number(match[2])] : undefined });
    });
  });
}

function unitTests() {
  const apart = ["test/editor", "test/programs", "test/gateway/real"].map((folder) => join(root, folder));
  return testsIn("test").filter((path) => !apart.some((folder) => path.startsWith(folder)));
}

function testsIn(folder) {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}
