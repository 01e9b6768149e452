// `npm start [-- folder]`: builds the extension and opens a folder in an editor that has it.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { copySample, installVsix, root, startServer, workbenchUrl } from "./editor.mjs";
import { setUpEditor } from "./setup.mjs";

const usage = `npm start [-- [folder] [--embedded] [--port N]]

Opens the folder (without one: a scratch copy of the sample workspace) with the extension on:
in desktop VS Code where \`code\` is on PATH or VSCODE_PATH names it, otherwise in an
embedded editor on 127.0.0.1, whose address is printed.

  --embedded   use the embedded editor even where desktop VS Code is installed
  --port N     the embedded editor's port (default: a free one)`;

try {
  await start();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function start() {
  const options = { embedded: { type: "boolean", default: false }, port: { type: "string", default: "0" }, help: { type: "boolean", short: "h", default: false } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(usage);
  if (positionals.length > 1) throw new Error(usage);
  const folder = positionals[0] === undefined ? undefined : resolve(process.env.INIT_CWD ?? ".", positionals[0]);
  if (folder !== undefined && !(existsSync(folder) && statSync(folder).isDirectory())) throw new Error(`${folder} is not a folder`);

  const desktop = values.embedded ? undefined : findDesktop();
  if (desktop !== undefined) return openDesktop(desktop, folder);
  if (!values.embedded) console.log("No desktop VS Code found (`code` on PATH or VSCODE_PATH): using the embedded editor.");
  await openEmbedded(folder, Number(values.port));
}

function findDesktop() {
  if (process.env.VSCODE_PATH) {
    if (!existsSync(process.env.VSCODE_PATH)) throw new Error(`VSCODE_PATH is ${process.env.VSCODE_PATH}, which does not exist`);
    return process.env.VSCODE_PATH;
  }
  const name = process.platform === "win32" ? "code.cmd" : "code";
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));
}

function openDesktop(editor, folder) {
  run("Building the extension …", "node", ["esbuild.mjs"]);
  const opened = folder ?? copySample(mkdtempSync(join(tmpdir(), "portkey-migrate-sample-")));
  console.log(`Opening ${opened} in ${editor}`);
  const { status } = spawnSync(editor, [`--extensionDevelopmentPath=${root}`, "--new-window", opened], { stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`${editor} ended with ${status}; \`npm start -- --embedded\` uses the embedded editor instead`);
}

async function openEmbedded(folder, port) {
  setUpEditor();
  run("Building and packaging the extension …", "npm", ["run", "--silent", "package"]);
  // The address carries a token, so that other users of this machine and other pages in the browser cannot use the editor.
  const settings = { "workbench.colorTheme": "Default Dark Modern", "editor.minimap.enabled": false };
  const server = await startServer({ port, token: randomBytes(16).toString("hex"), settings });
  const interrupted = new Promise((done) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(name, () => done("interrupted"));
  });
  try {
    await installVsix(server, join(root, "portkey-migrate.vsix"));
    const opened = folder ?? copySample(server.profile);
    const openFile = folder === undefined ? { openFile: join(opened, "python", "basic.py") } : {};
    if (folder === undefined) console.log("The sample workspace is a scratch copy; it is removed at the end.");
    console.log(`\nOpen this address in a browser; Ctrl+C ends the editor.\n\n  ${workbenchUrl(server, { folder: opened, ...openFile })}\n`);
    const reason = await Promise.race([interrupted, server.ended]);
    if (reason !== "interrupted") throw new Error(`the editor ended by itself (${reason}):\n${server.log()}`);
  } finally {
    await server.stop();
  }
}

function run(what, command, args) {
  console.log(what);
  const child = spawnSync(command, args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (child.status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${child.error?.message ?? ""}${child.stdout ?? ""}${child.stderr ?? ""}`);
}
