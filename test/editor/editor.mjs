// A real VS Code without a desktop: the workbench inside the npm package `code-server` and its Node extension host.
// Nothing is downloaded at run time and nothing but 127.0.0.1 is contacted.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The checkout. */
export const root = resolve(here, "../..");

/** Where the editor is installed; EDITOR_HOST lets several checkouts share one copy. */
export const editorHost = resolve(process.env.EDITOR_HOST ?? join(here, "code-server"));

const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "security.workspace.trust.enabled": false,
  "git.enabled": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "files.simpleDialog.enable": true,
  "window.menuBarVisibility": "classic",
};

/** Starts one editor server on a loopback port, with a throw-away profile that `stop` removes; one that is not trusting opens folders in Restricted Mode. `preload` is run first in it and in its extension host. */
export async function startServer({ testMode = false, isTrusting = true, port = 0, token, settings = {}, env = {}, preload, verbose = false, scratch = tmpdir() } = {}) {
  const { vscode, node } = installedEditor();
  const profile = mkdtempSync(join(scratch, "portkey-migrate-editor-"));
  const data = join(profile, "server");
  for (const directory of ["User", "Machine"]) mkdirSync(join(data, "data", directory), { recursive: true });
  // This server keeps the user's settings on its own side, so they can be written before it starts.
  writeFileSync(join(data, "data", "User", "settings.json"), JSON.stringify({ ...quietSettings, ...settings }, null, 1));
  const args = ["--host", "127.0.0.1", "--port", String(port), "--accept-server-license-terms", ...profileArguments(profile)];
  args.push(...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]));
  args.push("--disable-telemetry", "--telemetry-level", "off", "--disable-update-check", "--disable-getting-started-override");
  if (isTrusting) args.push("--disable-workspace-trust");
  args.push("--builtin-extensions-dir", join(editorHost, "node_modules", ".builtin"));
  // A built VS Code takes extension tests from the address only with this flag; with it, notifications and dialogs are not shown.
  if (testMode) args.push("--enable-smoke-test-driver");
  const child = spawn(node, [...(preload === undefined ? [] : ["--import", pathToFileURL(preload).href]), join(vscode, "out", "server-main.js"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32", // its own process group: one signal ends server, extension host and file watcher
    env: editorEnvironment(profile, { VSCODE_CWD: profile, ...env }),
  });
  const signal = (name) => {
    try {
      process.kill(process.platform === "win32" ? child.pid : -child.pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  const removeProfile = () => rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  const lastResort = () => {
    signal("SIGKILL");
    removeProfile();
  };
  process.once("exit", lastResort);
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));

  let log = "";
  const listening = new Promise((done) => {
    const read = (chunk) => {
      log += chunk;
      if (verbose) process.stderr.write(chunk);
      const match = /Extension host agent listening on (\d+)/.exec(log);
      if (match) done(Number(match[1]));
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      signal("SIGTERM");
      const hard = setTimeout(signal, 3000, "SIGKILL");
      await ended;
      clearTimeout(hard);
    }
    signal("SIGKILL"); // stragglers of the group
    process.removeListener("exit", lastResort);
    removeProfile();
  };
  const actualPort = await Promise.race([listening, ended, within(60_000)]);
  if (child.exitCode !== null || actualPort === undefined) {
    await stop();
    throw new Error(`the editor server did not start:\n${log}`);
  }
  return { authority: `127.0.0.1:${actualPort}`, token, profile, ended, stop, log: () => log };
}

/** Installs a packaged extension into a server's own extensions folder, by VS Code's own installer. */
export async function installVsix(server, vsix) {
  const { vscode, node } = installedEditor();
  const args = [join(vscode, "out", "server-main.js"), "--install-extension", resolve(vsix), "--force", ...profileArguments(server.profile), "--accept-server-license-terms"];
  const child = spawn(node, args, { env: editorEnvironment(server.profile) });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  const code = await new Promise((done) => child.on("close", done));
  if (code !== 0 || !/was successfully installed/.test(output)) throw new Error(`installing ${vsix} failed (${code}):\n${output}`);
}

/** The address that opens a folder, or a workspace by its file; with the two extension paths the workbench runs an extension test and ends. */
export function workbenchUrl(server, { folder, workspace, openFile, extensionDevelopmentPath, extensionTestsPath }) {
  const remote = (path) => `vscode-remote://${server.authority}${resolve(path)}`;
  const payload = [];
  if (openFile !== undefined) payload.push(["openFile", remote(openFile)]);
  if (extensionDevelopmentPath !== undefined) payload.push(["extensionDevelopmentPath", remote(extensionDevelopmentPath)]);
  if (extensionTestsPath !== undefined) payload.push(["extensionTestsPath", remote(extensionTestsPath)]);
  const query = new URLSearchParams({
    ...(server.token === undefined ? {} : { tkn: server.token }),
    ...(workspace === undefined ? { folder: resolve(folder) } : { workspace: resolve(workspace) }),
    ...(payload.length === 0 ? {} : { payload: JSON.stringify(payload) }),
  });
  // Slashes and colons may stand in a query as they are (RFC 3986 §3.4), which keeps the address readable.
  return `http://${server.authority}/?${String(query).replaceAll("%2F", "/").replaceAll("%3A", ":")}`;
}

/** A copy of the sample workspace that may be written to. */
export function copySample(directory) {
  const to = join(directory, "sample");
  cpSync(join(here, "sample"), to, { recursive: true });
  return to;
}

function installedEditor() {
  const modules = join(editorHost, "node_modules");
  const vscode = join(modules, "code-server", "lib", "vscode");
  const packaged = join(modules, `node-${process.platform}-${process.arch}`, "bin", "node");
  // The server needs Node 24: npm has it for Linux, elsewhere the running one must be new enough.
  const node = existsSync(packaged) || Number(process.versions.node.split(".")[0]) < 24 ? packaged : process.execPath;
  for (const path of [vscode, node]) if (!existsSync(path)) throw new Error(`${path} is missing: run \`node test/editor/setup.mjs\` first`);
  return { vscode, node };
}

const profileArguments = (profile) => ["--server-data-dir", join(profile, "server"), "--extensions-dir", join(profile, "extensions")];

const editorEnvironment = (profile, more = {}) => ({ ...process.env, HOME: profile, XDG_CONFIG_HOME: join(profile, "xdg"), EXTENSIONS_GALLERY: "{}", NODE_OPTIONS: "", ...more });

function within(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds).unref());
}
