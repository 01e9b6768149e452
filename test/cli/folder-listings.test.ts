import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FolderListings } from "../../server/src/host/folder-listings.ts";

const anHourAgo = Date.now() / 1000 - 3600;

function inFolder(use: (folder: string, age: () => void, names: (listings: FolderListings) => string[]) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "portkey-migrate-listings-"));
  const age = () => utimesSync(folder, anHourAgo, anHourAgo);
  const names = (listings: FolderListings) => {
    const entries = listings.read(folder);
    assert.ok(typeof entries !== "string", String(entries));
    return entries.map(({ name }) => name);
  };
  try {
    use(folder, age, names);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a folder is read again only where something has come, gone or got another name", () =>
  inFolder((folder, age, names) => {
    const listings = new FolderListings();
    writeFileSync(join(folder, "b.py"), "");
    mkdirSync(join(folder, "a"));
    age();
    assert.deepEqual(names(listings), ["a", "b.py"]);
    assert.equal(listings.read(folder), listings.read(folder));
    writeFileSync(join(folder, "b.py"), "written\n");
    assert.equal(listings.read(folder), listings.read(folder), "what a file holds is not what its folder holds");
    writeFileSync(join(folder, "c.py"), "");
    // a tool may set the time as it likes
    age();
    assert.deepEqual(names(listings), ["a", "b.py", "c.py"]);
    renameSync(join(folder, "b.py"), join(folder, "d.py"));
    age();
    assert.deepEqual(names(listings), ["a", "c.py", "d.py"]);
    rmSync(join(folder, "d.py"));
    age();
    assert.deepEqual(names(listings), ["a", "c.py"]);
  }));

test("a folder that was written just now, or that has no time, is read each time", () =>
  inFolder((folder, _age, names) => {
    const listings = new FolderListings();
    writeFileSync(join(folder, "a.py"), "");
    assert.deepEqual(names(listings), ["a.py"]);
    assert.notEqual(listings.read(folder), listings.read(folder));
    utimesSync(folder, 0, 0);
    assert.notEqual(listings.read(folder), listings.read(folder));
  }));

test("what is told to have come or gone is looked for, whatever the times say; what cannot be read has a reason", () =>
  inFolder((folder, age) => {
    const listings = new FolderListings();
    age();
    const before = listings.read(folder);
    listings.forget(folder);
    assert.notEqual(listings.read(folder), before);
    assert.deepEqual(listings.read(folder), before);
    assert.match(String(listings.read(join(folder, "gone"))), /no such file or folder/);
  }));
