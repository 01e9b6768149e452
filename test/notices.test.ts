// What ships of other people's work is named with its licence, and only where that licence allows it.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { noticesOf, packagesIn } from "../server/tools/notices.mjs";

const folder = mkdtempSync(join(tmpdir(), "portkey-migrate-notices-"));
after(() => rmSync(folder, { recursive: true }));

/** A package with these files. */
function packageOf(name: string, manifest: object, files: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries({ ...files, "package.json": JSON.stringify({ name, version: "1.0.0", ...manifest }) })) writeFileSync(join(path, file), text);
  return path;
}

describe("notices", () => {
  test("hold each package once, with its own text and notice", () => {
    const one = packageOf("one", { license: "Apache-2.0", repository: "https://git.example/one" }, { LICENSE: "the terms of one\n", NOTICE: "the notice of one\n" });
    const two = packageOf("two", { license: "MIT" }, { "license.md": "the terms of two" });
    const text = noticesOf([two, one, one]);
    assert.equal(text.split("the terms of one").length, 2);
    assert.match(text, /one 1\.0\.0\ntwo 1\.0\.0\n.*one 1\.0\.0 \(Apache-2\.0\)\nhttps:\/\/git\.example\/one\n\nthe terms of one\n\nthe notice of one\n.*the terms of two/s);
  });

  test("a package without a copy of its terms gets the standard ones in its author's name", () => {
    const text = noticesOf([packageOf("bare", { license: "MIT", author: { name: "Ann Author" } }), packageOf("bare-isc", { license: "ISC" })]);
    assert.match(text, /Copyright \(c\) Ann Author\n\nPermission is hereby granted, free of charge/);
    assert.match(text, /Copyright \(c\) the authors of bare-isc\n\nPermission to use, copy, modify/);
    assert.throws(() => noticesOf([packageOf("bare-apache", { license: "Apache-2.0" })]), /bare-apache 1\.0\.0 comes without a copy/);
  });

  test("a licence that is not known to allow it fails the build", () => {
    assert.throws(() => noticesOf([packageOf("strict", { license: "GPL-3.0" })]), /strict 1\.0\.0 has the licence "GPL-3\.0"/);
    assert.throws(() => noticesOf([packageOf("silent", {})]), /silent 1\.0\.0 has the licence undefined/);
  });

  test("packages are found in what bundles were made of", () => {
    const inputs = { "server/src/a.ts": {}, "node_modules/yaml/dist/a.js": {}, "node_modules/@x/y/a.js": {}, "../z/node_modules/a/node_modules/b/lib/node_modules.js": {} };
    assert.deepEqual(packagesIn([{ inputs }]), ["node_modules/yaml", "node_modules/@x/y", "../z/node_modules/a/node_modules/b"]);
  });
});
