// The server as any editor starts it: one bundled file in a process of its own, with the real engine and files on disk.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { URI } from "vscode-uri";
import type { ScanResult } from "../../server/src/lsp/protocol.ts";
import { loadInstalledWasm } from "../../server/tools/installed-grammars.ts";
import { type ClientOptions, LspClient } from "../support/lsp-client.ts";

const basic = 'from litellm import completion\n\nresponse = completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hi"}])\nprint(response.choices[0].message.content)\n';
const grammars = ["web-tree-sitter.wasm", "tree-sitter-python.wasm", "tree-sitter-typescript.wasm", "tree-sitter-tsx.wasm"];
let folder = "";
const servers: ChildProcess[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "portkey-migrate-lsp-"));
  await mkdir(join(folder, "grammars"));
  await mkdir(join(folder, "project"));
  for (const file of grammars) await writeFile(join(folder, "grammars", file), await loadInstalledWasm(file));
  await build({
    entryPoints: ["server/src/node/main.ts"],
    outfile: join(folder, "server.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    define: { PRODUCT_VERSION: '"1.2.3"', "import.meta.url": "importMetaUrl" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: "silent",
  });
});
after(async () => {
  // those of a failed test
  for (const server of servers) server.kill();
  await rm(folder, { recursive: true, force: true });
});

async function started(options: ClientOptions = {}): Promise<{ client: LspClient; server: ChildProcess }> {
  const server = spawn(process.execPath, [join(folder, "server.cjs"), "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  servers.push(server);
  assert.ok(server.stdin && server.stdout);
  return { server, client: await LspClient.start(server.stdout, server.stdin, options, () => {}) };
}

async function ended({ client, server }: { client: LspClient; server: ChildProcess }): Promise<void> {
  const exited = once(server, "exit");
  await client.request("shutdown", undefined);
  await client.notify("exit", undefined);
  assert.deepEqual(await exited, [0, null]);
  client.connection.dispose();
}

test("one file, no configuration: findings, a hover and a whole rewrite", async () => {
  const session = await started();
  const { client } = session;
  assert.deepEqual(client.initialized.serverInfo, { name: "Portkey Migrate", version: "1.2.3" });
  const uri = "untitled:basic";
  await client.open(uri, basic);
  const diagnostics = await client.diagnostics(uri);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ["litellm-import", "litellm-completion"],
  );
  const position = diagnostics[1]?.range.start ?? { line: 0, character: 0 };
  const hover = await client.request<{ contents: { value: string } }>("textDocument/hover", { textDocument: { uri }, position });
  assert.match(hover.contents.value, /```diff\n-response = completion\(.*\n@@ line 1 @@\n-from litellm import completion\n/s);
  const [action] = await client.codeActions(uri, { start: position, end: position }, ["quickfix"]);
  assert.ok(action);
  const change = (await client.resolve(action)).edit?.documentChanges?.[0];
  const written = change && "edits" in change ? change.edits.map((edit) => ("newText" in edit ? edit.newText : "")).join("\n") : "";
  assert.match(written, /from portkey_ai import Portkey/);
  assert.match(written, /@openai-prod\/gpt-4o/);
  await client.open("untitled:unused", "import litellm\n");
  const tags = async (document: string) => (await client.diagnostics(document)).map((diagnostic) => diagnostic.tags ?? []);
  assert.deepEqual(await tags("untitled:unused"), [[1]], "an import without a use is shown as unnecessary");
  assert.deepEqual(await tags(uri), [[], []]);
  assert.deepEqual(client.logs, []);
  await ended(session);
});

test("a folder on disk: what is there, what is hostile, and what the settings file says", async () => {
  const project = join(folder, "project");
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "basic.py": basic,
    "portkey-migrate.json": '{ "providerSlugs": { "openai": "mine" } }',
    "binary.py": new Uint8Array([0x6c, 0x69, 0x74, 0x65, 0x6c, 0x6c, 0x6d, 0, 1, 2]),
    "latin1.py": new Uint8Array([...new TextEncoder().encode("import litellm # "), 0xe9, 0x0a]),
    "large.py": `import litellm\n${"# padding\n".repeat(550_000)}`,
    "nested.py": `import litellm\nx = ${"[\n".repeat(10_000)}${"]\n".repeat(10_000)}\n`,
    "nested.ts": `import litellm from "litellm";\nconst x = ${"(\n".repeat(10_000)}1${")\n".repeat(10_000)};\n`,
    "half.py": "import litellm\nlitellm.completion(model='openai/gpt-4o', messages=[",
    ".gitignore": "ignored.py\n",
    "ignored.py": basic,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(project, name), content);
  const session = await started({ folders: [URI.file(project).toString()] });
  const { client } = session;
  const name = (uri: string) => uri.slice(uri.lastIndexOf("/") + 1);
  const result = await client.request<ScanResult>("portkeyMigrate/scan", {});
  const found = result.files.map(({ uri }) => name(uri));
  const skipped = Object.fromEntries(result.skipped.map(({ uri, reason }) => [name(uri), reason]));
  for (const expected of ["basic.py", "half.py"]) assert.ok(found.includes(expected), `${expected} in ${found}`);
  for (const nested of ["nested.py", "nested.ts"]) assert.ok(found.includes(nested) || skipped[nested] !== undefined, `${nested} is passed over in silence`);
  assert.ok(!found.includes("ignored.py"));
  assert.equal(skipped["binary.py"], "binary");
  assert.equal(skipped["latin1.py"], "not valid UTF-8");
  assert.equal(skipped["large.py"], "larger than 1 MB");

  const uri = URI.file(join(project, "basic.py")).toString();
  await client.open(uri, basic);
  const [safe] = await client.codeActions(uri, { start: { line: 2, character: 12 }, end: { line: 2, character: 12 } }, ["quickfix"]);
  assert.equal(safe?.isPreferred, true, "the slug of portkey-migrate.json makes the fix safe");
  for (const hostile of ["nested.py", "half.py"]) {
    const open = URI.file(join(project, hostile)).toString();
    await client.open(open, String(files[hostile]));
    await client.diagnostics(open);
    await client.change(open, { range: { start: { line: 1, character: 4 }, end: { line: 1, character: 5 } }, text: "(" });
    await client.diagnostics(open);
  }
  assert.equal((await client.diagnostics(uri)).length, 2, "the server lives on");
  await ended(session);
});
