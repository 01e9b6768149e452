// `npm run all-the-way -- FOLDER --tests "pytest -q tests/unit"`: takes a repository off LiteLLM, and runs its own tests before and after.
// It copies the folder, runs the tests with what `--install` names, applies every fix of a strategy, those of the rules that `--choose` names too where
// they need another package, and then `--patch`, the reader's edits by hand,
// uninstalls LiteLLM, installs Portkey's SDK and what the edits need (`--needs`), and runs the tests again. Outside `npm test`, as it is as good as the repository it is given.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Strategy, strategies } from "../../server/src/engine/settings.ts";
import { environmentPython } from "../programs/setup.ts";
import { build, fix, scan } from "./tool.ts";

/** How each test ended, by its id. */
type Outcomes = ReadonlyMap<string, string>;

const here = fileURLToPath(new URL(".", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tests: { type: "string", default: "pytest -q" },
    install: { type: "string", default: "-e ." },
    patch: { type: "string" },
    needs: { type: "string", default: "" },
    strategy: { type: "string", default: "adapter" satisfies Strategy },
    choose: { type: "string", default: "" },
    workplace: { type: "string" },
  },
});
const [folder] = positionals;
const [runner, ...testArguments] = values.tests.split(/\s+/);
const complaint =
  folder === undefined || positionals.length > 1
    ? "name the folder of one repository"
    : runner !== "pytest"
      ? "--tests has to begin with pytest, which tells how each test ended"
      : strategies.some((name) => name === values.strategy)
        ? undefined
        : `${values.strategy} is no strategy; there are ${strategies.join(", ")}`;
if (folder === undefined || complaint !== undefined) {
  console.error(complaint);
  process.exit(2);
}

const workplace = values.workplace === undefined ? mkdtempSync(join(tmpdir(), "portkey-migrate-all-the-way-")) : resolve(values.workplace);
const project = join(workplace, "project");
/** The project as the tool leaves it, to tell the edits by hand from. */
const rewritten = join(workplace, "rewritten");
const environment = join(workplace, "venv");
const python = environmentPython(environment);
/** Keys stay out of the repository's tests; modules that make a client when they are imported find one that opens nothing. */
const variables = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_(?:API_)?(?:KEY|TOKEN|SECRET)$/.test(name))),
  PORTKEY_API_KEY: "not-a-key",
  LITELLM_LOCAL_MODEL_COST_MAP: "True",
  PIP_CONSTRAINT: join(here, "constraints.txt"),
  PIP_DISABLE_PIP_VERSION_CHECK: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};

try {
  build();
  process.exitCode = takeAllTheWay(resolve(folder)) ? 0 : 1;
} finally {
  if (values.workplace === undefined) rmSync(workplace, { recursive: true, force: true });
}

/** Whether no import of LiteLLM is left, and every test that passed before passes without it. */
function takeAllTheWay(repository: string): boolean {
  mkdirSync(workplace, { recursive: true });
  copy(repository, project);
  if (!existsSync(python)) run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", environment]);
  pip("install", "pytest", ...values.install.split(/\s+/));
  const before = testOutcomes("before");

  const found = scan(project, values.strategy);
  fix(project, values.strategy);
  const chosen = values.choose.split(/\s+/).filter(Boolean);
  if (chosen.length > 0) fix(project, values.strategy, chosen);
  copy(project, rewritten);
  const untouched = scan(project, values.strategy);
  if (values.patch !== undefined) run("git", ["apply", "-p2", resolve(values.patch)], project);
  const left = scan(project, values.strategy);

  pip("uninstall", "--yes", "litellm");
  pip("install", "portkey-ai", ...values.needs.split(/\s+/).filter(Boolean));
  const after = testOutcomes("after");

  const imports = left.filter(({ rule }) => rule === "litellm-import");
  const broken = [...before].filter(([id, outcome]) => outcome === "passed" && after.get(id) !== "passed");
  console.log(`${basename(repository)}, ${values.strategy}`);
  console.log(`  findings: ${found.length} before, ${untouched.length} left by the tool, ${left.length} left after the edits by hand (${byRule(left)})`);
  if (chosen.length > 0) console.log(`  chosen by name, with the packages that they need: ${chosen.join(", ")}`);
  console.log(`  edits by hand: ${values.patch === undefined ? "none" : countEdits(readFileSync(values.patch, "utf8"))}`);
  console.log(`  tests: ${counts(before)} before, ${counts(after)} with LiteLLM uninstalled`);
  for (const { path, startLine } of imports) console.log(`  an import of LiteLLM is left: ${path}:${startLine}`);
  for (const [id] of broken) console.log(`  passed before, now ${after.get(id) ?? "gone"}: ${id}`);
  if (values.workplace !== undefined && imports.length + broken.length > 0) {
    console.log(`  To finish it, edit ${project} and keep the edits: cd ${workplace} && git diff --no-index rewritten project > hand.patch`);
  }
  return imports.length + broken.length === 0 && [...before.values()].includes("passed");
}

function copy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, filter: (path) => !/[/\\](?:\.git|\.venv|node_modules|__pycache__|\.pytest_cache)$/.test(path), verbatimSymlinks: true });
}

/** Runs the tests and reads how each ended; that some fail is an outcome, too. */
function testOutcomes(name: string): Outcomes {
  const outcomes = join(workplace, `${name}.json`);
  rmSync(outcomes, { force: true });
  const { status, error } = spawnSync(python, ["-m", "pytest", "-p", "outcomes", "-p", "no:cacheprovider", ...testArguments], {
    cwd: project,
    stdio: "inherit",
    env: { ...variables, PYTHONPATH: here, OUTCOMES: outcomes },
  });
  if (!existsSync(outcomes)) throw new Error(`the tests did not run (pytest ended with ${status}${error === undefined ? "" : `: ${error.message}`})`);
  return new Map(Object.entries(JSON.parse(readFileSync(outcomes, "utf8")) as Record<string, string>));
}

function counts(outcomes: Outcomes): string {
  const count = (kind: string): number => [...outcomes.values()].filter((outcome) => outcome === kind).length;
  return ["passed", "failed", "skipped"].map((kind) => `${count(kind)} ${kind}`).join(", ");
}

function byRule(findings: readonly { readonly rule: string }[]): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return rules.map((rule) => `${findings.filter((finding) => finding.rule === rule).length} ${rule}`).join(", ") || "none";
}

/** How much a patch changes: its hunks and lines, and the files they are in. */
function countEdits(patch: string): string {
  const lines = patch.split("\n");
  const count = (start: RegExp): number => lines.filter((line) => start.test(line)).length;
  const files = count(/^diff --git /);
  return `${count(/^@@ /)} hunks in ${files} ${files === 1 ? "file" : "files"}, ${count(/^\+(?!\+\+ )/)} lines in, ${count(/^-(?!-- )/)} lines out`;
}

function pip(command: string, ...parts: readonly string[]): void {
  run(python, ["-m", "pip", command, "--quiet", ...parts], project);
}

/** Outside of any repository of git's: a patch would pass by what another one ignores. */
function run(program: string, parts: readonly string[], cwd = workplace): void {
  const { status, error } = spawnSync(program, parts, { cwd, stdio: ["ignore", "inherit", "inherit"], env: { ...variables, GIT_CEILING_DIRECTORIES: workplace } });
  if (status !== 0) throw new Error(`${program} ${parts.join(" ")} failed${error === undefined ? "" : `: ${error.message}`}`);
}
