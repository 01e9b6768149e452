// Installs the embedded editor from npm alone: about 20 s with a warm npm cache, 470 MB, no compiler. A second run finds a stamp and does nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { editorHost } from "./editor.mjs";

// Only the built-in extensions that are needed: the editor starts faster, and nothing else speaks in tests and pictures.
const builtIns = /^(theme-(defaults|modern-icons|seti)|python|javascript|typescript-basics|json|json-language-features|yaml|markdown-(basics|language-features)|diff|log|configuration-editing|ipynb)$/;

/** Makes sure that the editor is installed; throws with the next step when it cannot be. */
export function setUpEditor() {
  const recipe = join(dirname(fileURLToPath(import.meta.url)), "code-server");
  const stamp = createHash("sha256")
    .update(readFileSync(join(recipe, "package-lock.json")))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest("hex");
  const modules = join(editorHost, "node_modules");
  const stampFile = join(modules, ".editor-host");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  console.log("Installing the embedded editor (code-server and Node 24) from npm, once: about 470 MB on disk …");
  for (const name of ["package.json", "package-lock.json", "stubs"]) if (recipe !== editorHost) cpSync(join(recipe, name), join(editorHost, name), { recursive: true });
  // Without --ignore-scripts code-server would compile native modules that nothing here needs.
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: editorHost,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0)
    throw new Error(
      "npm could not install the embedded editor (its message is above). It needs the npm registry once; with desktop VS Code nothing is downloaded: put `code` on PATH or set VSCODE_PATH.",
    );

  // The server gives <its root>/node_modules to the browser and resolves its own packages there.
  const vscode = join(modules, "code-server", "lib", "vscode");
  rmSync(join(vscode, "node_modules"), { recursive: true, force: true });
  symlinkSync(join("..", "..", ".."), join(vscode, "node_modules"), "dir");

  const chosen = join(modules, ".builtin");
  rmSync(chosen, { recursive: true, force: true });
  mkdirSync(chosen);
  for (const name of readdirSync(join(vscode, "extensions"))) if (builtIns.test(name)) cpSync(join(vscode, "extensions", name), join(chosen, name), { recursive: true });
  writeFileSync(stampFile, stamp);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setUpEditor();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
