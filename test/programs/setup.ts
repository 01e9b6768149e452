// Installs what the programs need, from npm and PyPI alone: a virtual environment with the real litellm, portkey-ai and openai,
// and these packages of npm. About a minute the first time; a second run finds a stamp and does nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const environment = join(root, ".venv");

/** The interpreter of a virtual environment. */
export const environmentPython = (folder: string): string => (process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python"));

/** The interpreter that has the packages. */
export const python = environmentPython(environment);

/** Where the packages of the TypeScript programs are installed. */
export const typescriptFolder = new URL("typescript/", import.meta.url);

/** Makes sure that all of it is installed; throws with the next step when they cannot be. */
export function setUpPrograms(): void {
  const requirements = join(here, "requirements.txt");
  once(join(environment, ".programs"), [requirements], () => {
    console.log("Installing litellm, portkey-ai and openai from PyPI into .venv, once: about 250 MB on disk …");
    run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", environment], "Python 3.10 or newer with its `venv` module is needed (on Debian: apt-get install python3-venv).");
    install(requirements);
  });
  const typescript = fileURLToPath(typescriptFolder);
  once(join(typescript, "node_modules", ".programs"), [join(typescript, "package-lock.json")], () => {
    console.log("Installing openai, portkey-ai, the AI SDK and LangChain from npm, once: about 150 MB on disk …");
    installFromNpm(typescript);
  });
}

/** Installs what a file of requirements names beside the rest; what is there already stays. */
export const install = (requirements: string): void => run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements], "PyPI is needed once.");

const installFromNpm = (folder: string): void => run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], "The npm registry is needed once.", folder);

function once(stampFile: string, recipes: readonly string[], install: () => void): void {
  const stamp = recipes.reduce((hash, file) => hash.update(readFileSync(file)), createHash("sha256")).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  install();
  writeFileSync(stampFile, stamp);
}

function run(command: string, args: readonly string[], nextStep: string, cwd = root): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(" ")} failed${error ? `: ${error.message}` : " (its message is above)"}. ${nextStep}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setUpPrograms();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
