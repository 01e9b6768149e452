import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeProduct } from "../support/fake-engine.ts";
import { createFakeHost, type Files } from "../support/fake-host.ts";
import { connect, fullCapabilities } from "../support/lsp-client.ts";

const uri = "file:///project/a.py";

test("settings are asked for by folder, and again when they change", async () => {
  const asked: (string | undefined)[] = [];
  let ignored: string[] = ["fake-rule"];
  const configuration = (scopeUri: string | undefined) => {
    asked.push(scopeUri);
    return scopeUri === "file:///project" ? { rules: { ignore: ignored } } : null;
  };
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { configuration, folders: ["file:///project", "file:///other"] });
  await client.open(uri, "old(safe)\n");
  await client.open("file:///project/deep/b.py", "old(safe)\n");
  await client.open("file:///other/c.py", "old(safe)\n");
  await client.open("untitled:1", "old(safe)\n");
  const counts = async () => [uri, "file:///project/deep/b.py", "file:///other/c.py", "untitled:1"].map(async (each) => (await client.diagnostics(each)).length);
  assert.deepEqual(await Promise.all(await counts()), [0, 0, 1, 1]);
  assert.deepEqual(asked.sort(), ["file:///other", "file:///project", "untitled:1"]);
  ignored = [];
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.when(() => client.refreshes === 1);
  assert.deepEqual(await Promise.all(await counts()), [1, 1, 1, 1]);
  await client.stop();
});

test("a client that cannot pull is told anew when settings change", async () => {
  let severity = "warning";
  const { diagnostic: _, ...textDocument } = fullCapabilities.textDocument ?? {};
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { capabilities: { ...fullCapabilities, textDocument }, configuration: () => ({ severity: { "fake-rule": severity } }) });
  await client.open(uri, "old(safe)\n");
  await client.when(() => client.published(uri)?.diagnostics[0]?.severity === 2);
  severity = "error";
  await client.notify("workspace/didChangeConfiguration", { settings: null });
  await client.when(() => client.published(uri)?.diagnostics[0]?.severity === 1);
  await client.stop();
});

test("a value that makes no sense counts as not set, and is logged", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), {
    configuration: () => ({ strategy: "hope", maxFileSizeKB: -3, rules: { ignore: "fake-rule" }, providerSlugs: { openai: "no slug" } }),
  });
  await client.open(uri, "old(safe)\n");
  assert.equal((await client.diagnostics(uri)).length, 1);
  for (const key of ["strategy", "maxFileSizeKB", "rules.ignore", "providerSlugs.openai"])
    assert.ok(
      client.logs.some((log) => log.startsWith(`Settings of ${uri}: editor: `) && log.includes(key)),
      key,
    );
  await client.stop();
});

test("a rule that there is not is logged and decides nothing", async () => {
  const files: Files = new Map([["file:///project/portkey-migrate.json", '{ "rules": { "select": ["fake-rules"] } }']]);
  const configuration = () => ({ rules: { ignore: ["old-rule"] }, severity: { "fake-rule": "error", "new-rule": "off" } });
  const client = await connect(createFakeHost(files), fakeProduct(), { folders: ["file:///project"], configuration });
  await client.open(uri, "old(safe)\n");
  assert.deepEqual(
    (await client.diagnostics(uri)).map(({ severity }) => severity),
    [1],
  );
  assert.deepEqual(
    client.logs.map((log) => log.replace("Settings of file:///project: ", "")),
    [
      'portkey-migrate.json: there is no rule "fake-rules"; the name is ignored',
      'editor: there is no rule "old-rule"; the name is ignored',
      'editor: there is no rule "new-rule"; the name is ignored',
    ],
  );
  await client.stop();
});

test("a client whose settings cannot be had gets the defaults", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), {
    configuration: () => {
      throw new Error("no settings today");
    },
  });
  await client.open(uri, "old(safe)\n");
  assert.equal((await client.diagnostics(uri)).length, 1);
  assert.ok(client.logs.some((log) => log.includes("no settings today")));
  await client.stop();
});

test("a client without settings may send them at the start", async () => {
  const { workspace: _, ...capabilities } = fullCapabilities;
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { capabilities, initializationOptions: { settings: { rules: { ignore: ["fake-rule"] } } } });
  await client.open(uri, "old(safe)\n");
  assert.deepEqual(await client.diagnostics(uri), []);
  await client.stop();
});

test("portkey-migrate.json holds for its folder, below the editor's settings", async () => {
  const files: Files = new Map([["file:///project/portkey-migrate.json", '{ "severity": { "fake-rule": "error" }, /* for now */ "rules": { "ignore": ["fake-rule"] } }']]);
  const client = await connect(createFakeHost(files), fakeProduct(), { folders: ["file:///project"] });
  await client.open(uri, "old(safe)\n");
  assert.deepEqual(await client.diagnostics(uri), []);
  files.set("file:///project/portkey-migrate.json", '{ "severity": { "fake-rule": "error" } }');
  await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: "file:///project/portkey-migrate.json", type: 2 }] });
  await client.when(() => client.refreshes === 1);
  assert.equal((await client.diagnostics(uri))[0]?.severity, 1);
  files.set("file:///project/portkey-migrate.json", '{ "severity": ');
  await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: "file:///project/portkey-migrate.json", type: 2 }] });
  await client.when(() => client.refreshes === 2);
  assert.equal((await client.diagnostics(uri))[0]?.severity, 2);
  assert.ok(client.logs.some((log) => log.startsWith("Settings of file:///project: portkey-migrate.json:1:")));
  await client.stop();
});

test("what the settings turn off or leave out, and libraries, are left alone", async () => {
  const configuration = (scopeUri: string | undefined) => (scopeUri === "file:///off" ? { enable: false } : { exclude: ["generated", "*_pb2.py"] });
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { configuration, folders: ["file:///project", "file:///off"] });
  const expected: Readonly<Record<string, number>> = {
    "file:///project/a.py": 1,
    "file:///project/generated/b.py": 0,
    "file:///project/x/generated/y/c.py": 0,
    "file:///project/x/api_pb2.py": 0,
    "file:///project/.venv/lib/site-packages/litellm/main.py": 0,
    "file:///off/a.py": 0,
    "file:///generated/a.py": 1,
  };
  for (const each of Object.keys(expected)) await client.open(each, "old(safe)\n");
  const actual = await Promise.all(Object.keys(expected).map(async (each) => [each, (await client.diagnostics(each)).length] as const));
  assert.deepEqual(Object.fromEntries(actual), expected);
  await client.stop();
});

test("a folder is read in part, and by fewer rules in some places", async () => {
  const configuration = () => ({ include: ["src", "*_llm.py"], rules: { ignoreByPath: { "src/old": ["fake-*"] } } });
  const expected: Readonly<Record<string, number>> = {
    "file:///project/src/a.py": 1,
    "file:///project/src/old/a.py": 0,
    "file:///project/src/older/a.py": 1,
    "file:///project/x/my_llm.py": 1,
    "file:///project/x/a.py": 0,
  };
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { configuration, folders: ["file:///project"] });
  for (const each of Object.keys(expected)) await client.open(each, "old(safe)\n");
  const actual = await Promise.all(Object.keys(expected).map(async (each) => [each, (await client.diagnostics(each)).length] as const));
  assert.deepEqual(Object.fromEntries(actual), expected);
  await client.stop();
});

test("folders come and go", async () => {
  const client = await connect(createFakeHost(new Map()), fakeProduct(), { configuration: (scopeUri) => (scopeUri === "file:///project" ? { enable: false } : null) });
  await client.open(uri, "old(safe)\n");
  assert.equal((await client.diagnostics(uri)).length, 1);
  await client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: "file:///project", name: "work" }], removed: [] } });
  await client.when(() => client.refreshes === 1);
  assert.equal((await client.diagnostics(uri)).length, 0);
  await client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [{ uri: "file:///project", name: "work" }] } });
  await client.when(() => client.refreshes === 2);
  assert.equal((await client.diagnostics(uri)).length, 1);
  await client.stop();
});
