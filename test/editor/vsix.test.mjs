// What the packaged extension holds: exactly these files, nothing else, and not too much of it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { root } from "./editor.mjs";

const vsix = readFileSync(join(root, "portkey-migrate.vsix"));
const entries = readZip(vsix);

const content = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/LICENSE.txt",
  "extension/changelog.md",
  "extension/client/media/icon.png",
  "extension/dist/NOTICES.txt",
  "extension/dist/client.js",
  ...readdirSync(join(root, "server/docs/rules")).map((page) => `extension/dist/docs/rules/${page}`),
  "extension/dist/gateway.mjs",
  "extension/dist/grammars/tree-sitter-python.wasm",
  "extension/dist/grammars/tree-sitter-tsx.wasm",
  "extension/dist/grammars/tree-sitter-typescript.wasm",
  "extension/dist/grammars/web-tree-sitter.wasm",
  "extension/dist/package.json",
  "extension/dist/server.js",
  "extension/dist/webview/panel.css",
  "extension/dist/webview/panel.js",
  "extension/package.json",
  "extension/readme.md",
  "extension/server/docs/portkey-migrate.schema.json",
];

test("the extension holds exactly these files", () => {
  assert.deepEqual([...entries.keys()].sort(), content.sort());
});

test("it is at most 1.5 MB", () => {
  const parts = [...entries].map(([name, entry]) => `${name} ${entry.packedSize}`).join("\n");
  assert.ok(vsix.length <= 1_500_000, `${vsix.length} bytes:\n${parts}`);
});

test("no bundle names a path of the machine that built it", () => {
  for (const name of ["extension/dist/client.js", "extension/dist/webview/panel.js", "extension/dist/server.js", "extension/dist/gateway.mjs", "extension/dist/NOTICES.txt"])
    assert.ok(!entries.get(name).read().includes(root), name);
});

test("the manifest points at files that are inside", () => {
  const manifest = JSON.parse(entries.get("extension/package.json").read());
  const named = [manifest.main, manifest.browser, manifest.icon, ...(manifest.contributes?.jsonValidation ?? []).map((entry) => entry.url)].filter((path) => path?.match(/^[^:]+$/));
  assert.ok(named.length > 0);
  for (const path of named) assert.ok(entries.has(join("extension", path)), path);
});

/** Entries of a zip by its central directory (APPNOTE 4.3.12); packages of this size need no zip64. */
function readZip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const found = new Map();
  for (let at = bytes.readUInt32LE(end + 16), left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packedSize, nameLength] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const header = bytes.readUInt32LE(at + 42);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const packed = bytes.subarray(start, start + packedSize);
    found.set(bytes.toString("utf8", at + 46, at + 46 + nameLength), { packedSize, read: () => (method === 0 ? packed : inflateRawSync(packed)).toString("utf8") });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}
