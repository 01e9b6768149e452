// What a scan keeps for the next one: what is taken from it, when it is not, and where it lies.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { cacheFileName, pruneCache, systemCacheFolder } from "../../server/src/cli/cache/cache-folder.ts";
import { createFakeEngine } from "../support/fake-engine.ts";
import { type Ended, folderOf, old, runIn } from "./harness.ts";

const hourAgo = Date.now() / 1000 - 3600;

/** A folder whose files were written an hour ago, with a cache outside of it. */
function session(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>) {
  const cwd = folderOf(t, files);
  const cache = join(folderOf(t, {}), "kept");
  const age = (path: string, time = hourAgo) => utimesSync(join(cwd, path), time, time);
  for (const path of Object.keys(files)) age(path);
  const run = async (args: readonly string[] = ["scan"], buildId = "one"): Promise<Ended & { readonly analyzed: readonly string[] }> => {
    const engine = createFakeEngine();
    const ended = await runIn(cwd, [...args, "--cache-dir", cache], { openEngine: async () => engine, buildId: () => buildId });
    return { ...ended, analyzed: engine.analyses.map((uri) => uri.slice(uri.lastIndexOf("/") + 1)) };
  };
  const write = (path: string, text: string, time = hourAgo): void => {
    writeFileSync(join(cwd, path), text);
    age(path, time);
  };
  return { cwd, cache, run, write, age };
}

const files = { "a.py": old(), "b.py": old("manual"), "plain.py": "x = 1\n", "bad.py": new Uint8Array([0xff, 0xfe, 0x61]), "page.vue": "<script>litellm</script>" };

test("a second scan says the same without an analysis", async (t) => {
  const { run } = session(t, files);
  const { analyzed, ...first } = await run();
  assert.deepEqual(analyzed, ["a.py", "b.py"]);
  assert.deepEqual(await run(), { ...first, analyzed: [] });
  for (const format of ["json", "markdown", "html", "csv"]) assert.deepEqual((await run(["scan", "--format", format])).analyzed, [], format);
});

test("a changed file is analyzed anew, and only that", async (t) => {
  const { run, write } = session(t, files);
  await run();
  write("a.py", `${old()}${old("manual")}`, hourAgo + 1);
  const { analyzed, stdout, stderr } = await run();
  assert.deepEqual(analyzed, ["a.py"]);
  assert.match(stdout, /^a\.py:4:/m);
  assert.match(stderr, /3 findings in 2 of 3 files/);
  assert.deepEqual((await run()).analyzed, []);
});

test("a change in a file that has nothing of LiteLLM's leaves all else as it is, unless it is one of its imports", async (t) => {
  const { run, write } = session(t, { ...files, "c.py": "import plain\n" });
  const { analyzed: _, ...first } = await run();
  write("plain.py", "x = 2\n", hourAgo + 1);
  write("c.py", "import plain  # for its side effects\n", hourAgo + 1);
  assert.deepEqual(await run(), { ...first, analyzed: [] });
  write("plain.py", old(), hourAgo + 2);
  assert.deepEqual((await run()).analyzed, ["plain.py"]);
  write("plain.py", "x = 1\n", hourAgo + 3);
  assert.deepEqual(await run(), { ...first, analyzed: [] });
});

test("another text of the same size and time is told by the file's other times, or by its content", async (t) => {
  const { cwd, run, write } = session(t, files);
  await run();
  write("a.py", old("none"));
  assert.deepEqual((await run()).analyzed, ["a.py"]);
  writeFileSync(join(cwd, "plain.py.new"), "old()\n");
  utimesSync(join(cwd, "plain.py.new"), hourAgo, hourAgo);
  renameSync(join(cwd, "plain.py.new"), join(cwd, "plain.py"));
  assert.match((await run()).stderr, /2 findings in 2 of 3 files/, "the fake engine is asked only about files that speak of LiteLLM");
});

test("a file that was written anew as it was is not analyzed", async (t) => {
  const { run, age } = session(t, files);
  const { analyzed: _, ...first } = await run();
  for (const path of Object.keys(files)) age(path, hourAgo + 10);
  assert.deepEqual(await run(), { ...first, analyzed: [] });
});

test("a file that was written just now is read again, for it may have changed since with the same time", async (t) => {
  const { cwd, run } = session(t, files);
  writeFileSync(join(cwd, "plain.py"), "x = 2\n");
  await run();
  const { mtime } = statSync(join(cwd, "plain.py"));
  writeFileSync(join(cwd, "plain.py"), "litellm.old()\n");
  utimesSync(join(cwd, "plain.py"), mtime, mtime);
  assert.deepEqual((await run()).analyzed, ["plain.py"]);
});

test("files that are new, gone or renamed", async (t) => {
  const { cwd, run, write } = session(t, files);
  await run();
  renameSync(join(cwd, "a.py"), join(cwd, "c.py"));
  rmSync(join(cwd, "b.py"));
  rmSync(join(cwd, "bad.py"));
  write("d.py", old());
  const { analyzed, stdout, stderr } = await run();
  assert.deepEqual(analyzed, ["c.py", "d.py"]);
  assert.doesNotMatch(stdout, /^[ab]\.py/m);
  assert.match(stderr, /2 findings in 2 of 3 files/);
  assert.doesNotMatch(stderr, /bad\.py/);
  rmSync(join(cwd, "d.py"));
  assert.match((await run()).stderr, /1 finding in 1 of 2 files/, "a file less is a change too");
});

test("other settings, another program, other aliases of a proxy: nothing is taken over", async (t) => {
  const { cwd, run, write } = session(t, files);
  await run();
  assert.deepEqual((await run(["scan"], "two")).analyzed, ["a.py", "b.py"], "another build");
  assert.deepEqual((await run(["scan", "--strategy", "keep-litellm"])).analyzed, ["a.py", "b.py"]);
  assert.deepEqual((await run(["scan", "--exclude", "b.py"])).analyzed, ["a.py"]);
  write("portkey-migrate.json", '{ "rules": { "ignore": ["fake-rule"] } }');
  assert.equal((await run()).code, 0);
  rmSync(join(cwd, "portkey-migrate.json"));
  assert.deepEqual((await run(["scan"], "two")).analyzed, [], "each choice of settings has a cache of its own");
  write("config.yaml", "model_list:\n  - model_name: fast\n    litellm_params:\n      model: openai/gpt-4o\n");
  assert.deepEqual((await run(["scan"], "two")).analyzed, ["a.py", "b.py"]);
});

test("a fix is planned from an analysis of the text, and only where one is chosen", async (t) => {
  const { cwd, run } = session(t, files);
  const { analyzed: _, ...fresh } = await run(["fix", "--no-cache"]);
  await run();
  const { analyzed, ...cached } = await run(["fix"]);
  assert.deepEqual([cached, analyzed], [fresh, ["a.py"]]);
  await run(["fix", "--write"]);
  assert.equal(readFileSync(join(cwd, "a.py"), "utf8"), "import litellm\nnew(safe)\n");
  assert.doesNotMatch((await run()).stdout, /a\.py/);
});

test("SARIF holds the edits, with and without a cache", async (t) => {
  const { run } = session(t, files);
  const { stdout } = await run(["scan", "--format", "sarif", "--no-cache"]);
  await run();
  assert.equal((await run(["scan", "--format", "sarif"])).stdout, stdout);
  assert.match(stdout, /new\(safe\)/);
});

test("what failed is tried again", async (t) => {
  const { run } = session(t, { "a.py": `${old()}# THROW\n` });
  assert.match((await run()).stderr, /a defect/);
  assert.deepEqual((await run()).analyzed, ["a.py"]);
});

test("a cache that is cut short, foreign or of another time is ignored without a word", async (t) => {
  const { cache, run } = session(t, files);
  const { analyzed: _, ...first } = await run();
  const [name = ""] = readdirSync(cache);
  const path = join(cache, name);
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  for (const content of [
    "",
    "{}\n",
    "not ours",
    "\n\n",
    bytes.subarray(0, -1),
    Buffer.concat([bytes.subarray(0, middle), Buffer.from([bytes[middle] === 32 ? 33 : 32]), bytes.subarray(middle + 1)]),
  ]) {
    writeFileSync(path, content);
    assert.deepEqual(await run(), { ...first, analyzed: ["a.py", "b.py"] });
    assert.deepEqual((await run()).analyzed, []);
  }
});

test("a cache that cannot be written is none", async (t) => {
  const { cache, run } = session(t, files);
  writeFileSync(cache, "a file where the folder would be");
  const { analyzed, code, stderr } = await run();
  assert.deepEqual([analyzed.length, code], [2, 1]);
  assert.doesNotMatch(stderr, /cache|ENOTDIR|EEXIST/);
});

test("--no-cache neither reads nor writes, and neither does a scan of files by name", async (t) => {
  const { cache, run } = session(t, files);
  await run(["scan", "--no-cache"]);
  await run(["scan", "a.py"]);
  assert.equal(statSync(cache, { throwIfNoEntry: false }), undefined);
  await run();
  assert.deepEqual((await run(["scan", "--no-cache"])).analyzed, ["a.py", "b.py"]);
});

test("the cache is for its owner alone, and lies nowhere in the scanned folder", async (t) => {
  const { cwd, cache, run } = session(t, files);
  await run();
  // Windows gives a folder's rights to what is in it
  const others = process.platform === "win32" ? 0 : 0o077;
  for (const path of [cache, ...readdirSync(cache).map((name) => join(cache, name))]) assert.equal(statSync(path).mode & others, 0);
  assert.deepEqual(readdirSync(cwd).sort(), Object.keys(files).sort());
});

test("a file that is not read is told of each time, and read once it can be", async (t) => {
  const { run, write } = session(t, { ...files, "big.py": `${old()}${"#".repeat(2 * 1024 * 1024)}` });
  const { analyzed: _, ...first } = await run();
  assert.match(first.stderr, /big\.py: not read: larger than 1 MB/);
  assert.deepEqual(await run(), { ...first, analyzed: [] });
  write("big.py", old());
  assert.deepEqual((await run()).analyzed, ["big.py"]);
});

test("the folder is each system's own", () => {
  assert.equal(systemCacheFolder("linux", { HOME: "/home/a" }), "/home/a/.cache/portkey-migrate");
  assert.equal(systemCacheFolder("linux", { HOME: "/home/a", XDG_CACHE_HOME: "/cache" }), "/cache/portkey-migrate");
  assert.equal(systemCacheFolder("linux", { HOME: "/home/a", XDG_CACHE_HOME: "cache" }), "/home/a/.cache/portkey-migrate");
  assert.equal(systemCacheFolder("linux", {}), undefined);
  assert.equal(systemCacheFolder("darwin", { HOME: "/home/a" }), "/home/a/Library/Caches/portkey-migrate");
  assert.match(systemCacheFolder("win32", { LOCALAPPDATA: "C:\\Local" }) ?? "", /portkey-migrate.Cache$/);
});

test("what nobody has used for a month goes, and nothing that is not of the cache", (t) => {
  const folder = folderOf(t, {});
  const [used, unused, foreign] = [cacheFileName("a".repeat(32)), cacheFileName("b".repeat(32)), "notes.scan"];
  for (const name of [used, unused, foreign]) writeFileSync(join(folder, name), "");
  const longAgo = Date.now() / 1000 - 40 * 24 * 3600;
  for (const name of [unused, foreign]) utimesSync(join(folder, name), longAgo, longAgo);
  mkdirSync(join(folder, cacheFileName("c".repeat(32))));
  pruneCache(folder, Date.now());
  assert.deepEqual(readdirSync(folder).sort(), [used, cacheFileName("c".repeat(32)), foreign].sort());
});
