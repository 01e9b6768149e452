import assert from "node:assert/strict";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { createFakeEngine } from "../support/fake-engine.ts";
import { testHost } from "../support/grammars.ts";
import { folderOf, jsonIn, old, runIn } from "./harness.ts";

test("the report for programs has the contracted shape", async (t) => {
  const cwd = folderOf(t, { "app/llm.py": `# litellm\n😀 = 1; old(safe)\n`, "plain.py": "x = 1\n" });
  const report = await jsonIn(cwd, ["."]);
  assert.deepEqual(report, {
    schemaVersion: 1,
    tool: { name: "portkey-migrate", version: "1.2.3" },
    files: { scanned: 2, withFindings: 1, skipped: [], partial: [] },
    findings: [
      {
        rule: "fake-rule",
        path: "app/llm.py",
        startLine: 2,
        // columns count UTF-16 units: the emoji before it takes two
        startColumn: 9,
        endLine: 2,
        endColumn: 18,
        severity: "warning",
        message: "old(safe) is old",
        symbol: "old",
        fixes: [{ title: "Rewrite to new", safety: "safe", strategy: "portkey-sdk", notes: [] }],
      },
    ],
    totals: { findings: 1, safe: 1, unsafe: 0, manual: 0, suppressed: 0, leftOut: 0, byRule: { "fake-rule": 1 } },
  });
});

test("what one file gives to another is found, and told with its place; files that are asked about alone know nothing of each other", async (t) => {
  const cwd = folderOf(t, {
    "app/llm.py": "from litellm import completion as ask\n",
    "app/chat.py": "from .llm import ask\n\nask(model='m', messages=[])\n",
    "notes.ipynb": JSON.stringify({
      cells: [{ cell_type: "code", source: ["from app.llm import ask\n", "ask()\n"], metadata: {}, outputs: [], execution_count: null }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  });
  const engine = { openEngine: () => createEngine(testHost) };
  const { findings, files } = await jsonIn(cwd, ["."], engine);
  assert.deepEqual(
    findings.map(({ path, startLine, rule }) => [path, startLine, rule]),
    [
      ["app/chat.py", 3, "litellm-completion"],
      ["app/llm.py", 1, "litellm-import"],
      ["notes.ipynb", 2, "litellm-completion"],
    ],
  );
  assert.deepEqual([files.scanned, files.skipped], [3, []]);
  assert.match((await runIn(cwd, ["scan"], engine)).stdout, /^ *= app\/llm\.py:1:35: `ask` is `litellm\.completion`, declared here$/m);
  const sarif = JSON.parse((await runIn(cwd, ["scan", "--format", "sarif"], engine)).stdout);
  assert.equal(sarif.runs[0].results[0].relatedLocations[0].physicalLocation.artifactLocation.uri, "app/llm.py");
  assert.deepEqual((await jsonIn(cwd, ["app/chat.py"], engine)).findings, []);
});

test("names of models are left out and counted where nothing in the folder uses LiteLLM", async (t) => {
  const model = "MODEL = 'openai/gpt-4o'\n";
  const cwd = folderOf(t, { "registry/models.py": model, "registry/plain.py": "import os\n", "app/models.py": model, "app/llm.py": "import litellm\n" });
  const engine = { openEngine: () => createEngine(testHost) };
  const found = async (...args: string[]) => {
    const { findings, totals } = await jsonIn(cwd, args, engine);
    return [findings.map(({ path, rule }) => `${path} ${rule}`), totals.leftOut];
  };
  assert.deepEqual(await found("registry"), [[], 1]);
  assert.deepEqual(await found("registry", "--rule", "fake-rule"), [[], 0]);
  assert.deepEqual(await found("app"), [["llm.py litellm-import", "models.py litellm-model-string"], 0]);
  // of the rest of the folder nothing is known
  assert.deepEqual(await found("registry/models.py"), [["models.py litellm-model-string"], 0]);
  assert.deepEqual(await found("registry", "--include", "models.py"), [["models.py litellm-model-string"], 0]);
  const text = await runIn(cwd, ["scan", "registry"], engine);
  assert.equal(text.code, 0);
  assert.match(text.stderr, /^1 name of a model was left out: .*\nNothing to migrate in 2 files$/m);
  assert.match((await runIn(cwd, ["scan", "registry", "--format", "markdown"], engine)).stdout, /^- 1 name of a model was left out: /m);
  const fixed = await runIn(cwd, ["fix", "--unsafe", "registry"], engine);
  assert.equal(fixed.stdout, "");
  assert.match(fixed.stderr, /^1 name of a model was left out: /m);
  writeFileSync(join(cwd, "registry/config.yaml"), "model_list:\n  - model_name: fast\n    litellm_params:\n      model: openai/gpt-4o\n");
  assert.deepEqual(await found("registry"), [["models.py litellm-model-string"], 0]);
});

test("the counts add up and a finding without a fix says what to do", async (t) => {
  const cwd = folderOf(t, { "a.py": `# litellm\nold(safe); old(manual); old(both); old(other)\n` });
  const { stdout, code } = await runIn(cwd, ["scan", "--format", "json"]);
  const { totals, findings } = JSON.parse(stdout);
  assert.deepEqual(totals, { findings: 4, safe: 2, unsafe: 1, manual: 1, suppressed: 0, leftOut: 0, byRule: { "fake-rule": 4 } });
  assert.equal(findings[1].manual, "Ask whoever wrote it");
  assert.deepEqual(findings[1].fixes, []);
  assert.equal(code, 1);
});

test("the settings file says what is read, and by which rules", async (t) => {
  const cwd = folderOf(t, {
    "portkey-migrate.json": `{ "include": ["src"], "rules": { "ignoreByPath": { "legacy": ["fake-*"] } } }`,
    "src/a.py": old(),
    "src/legacy/b.py": old(),
    "tools/c.py": old(),
  });
  const pathsOf = async (...args: string[]) => (await jsonIn(cwd, args)).findings.map(({ path }) => path);
  assert.deepEqual(await pathsOf(), ["src/a.py"]);
  assert.deepEqual(await pathsOf("src/legacy"), []);
  assert.deepEqual(await pathsOf("--rule", "fake-*"), ["src/a.py"]);
});

test("a place outside the working folder is told the whole way, so that a terminal can open it", async (t) => {
  const cwd = folderOf(t, { "src/a.py": old(), "elsewhere/bad.py": new Uint8Array([0x23, 0xff]), "work/x.txt": "" });
  assert.match((await runIn(join(cwd, "work"), ["scan", "../src"])).stdout, new RegExp(`^${cwd.replaceAll("\\", "/")}/src/a\\.py:2:1 `));
  assert.match((await runIn(join(cwd, "work"), ["scan", "../elsewhere"])).stderr, new RegExp(`^${cwd.replaceAll("\\", "/")}/elsewhere/bad\\.py: not read`));
  assert.match((await runIn(cwd, ["scan", "src"])).stdout, /^src\/a\.py:2:1 /);
});

test("exit codes: nothing to report is 0, findings are 1", async (t) => {
  const cwd = folderOf(t, { "clean/a.py": "x = 1\n", "old/a.py": old() });
  assert.equal((await runIn(cwd, ["scan", "clean"])).code, 0);
  assert.equal((await runIn(cwd, ["scan", "old"])).code, 1);
});

test("paths in the report are relative to what was scanned", async (t) => {
  const cwd = folderOf(t, { "src/app/a.py": old(), "src/lib/b.py": old() });
  const pathsOf = async (...args: string[]) => (await jsonIn(cwd, args)).findings.map(({ path }) => path);
  assert.deepEqual(await pathsOf("src"), ["app/a.py", "lib/b.py"]);
  assert.deepEqual(await pathsOf("src/app/a.py"), ["a.py"]);
  assert.deepEqual(await pathsOf("src/app/a.py", "src/lib"), ["app/a.py", "lib/b.py"]);
  assert.deepEqual(await pathsOf("src/app", "src/app/a.py"), ["a.py"]);
  assert.deepEqual(await pathsOf("src/app", "src"), ["app/a.py", "lib/b.py"]);
});

test("findings are sorted by path, also where a folder's name begins with a file's", async (t) => {
  const cwd = folderOf(t, { "b.py": old(), "a/z.py": old(), "a.py": old(), "a-b/c.py": old() });
  assert.deepEqual(
    (await jsonIn(cwd)).findings.map(({ path }) => path),
    ["a-b/c.py", "a.py", "a/z.py", "b.py"],
  );
});

test("why a file is not read may quote the file, which must not move the cursor", async (t) => {
  const cwd = folderOf(t, { "book.ipynb": JSON.stringify({ cells: [], metadata: { language_info: { name: "R\u001b[2K" } } }) });
  assert.match((await runIn(cwd, ["scan"])).stderr, /^book\.ipynb: not read: a notebook in R\\u\{1b\}\[2K; only those in Python are read$/m);
});

test("what is not read is said, each with its reason", async (t) => {
  const cwd = folderOf(t, {
    "binary.py": new Uint8Array([1, 0, 2]),
    "latin1.py": Buffer.from("import litellm # caf\xe9\n", "latin1"),
    "utf16.py": Buffer.from("\ufeffimport litellm\n", "utf16le"),
    "large.py": `import litellm\n${"x = 1\n".repeat(200_000)}`,
    "long.py": `import litellm\nx = "${"x".repeat(20_001)}"\n`,
    "page.vue": "<script>import litellm</script>",
    "book.ipynb": `{"cells":[{"source":["import litellm"`,
    "other.vue": "<script></script>",
    "widget.svelte": "<script>fetch(liteLLMUrl)</script>",
    "site.astro": "---\nconst url = process.env.LITELLM_URL\n---\n",
    "good.py": old(),
  });
  const { files } = await jsonIn(cwd);
  assert.deepEqual(files.skipped, [
    { path: "binary.py", reason: "binary" },
    { path: "book.ipynb", reason: "not a notebook: its JSON cannot be read" },
    { path: "large.py", reason: "larger than 1 MB" },
    { path: "latin1.py", reason: "not valid UTF-8" },
    { path: "long.py", reason: "has a line longer than 20000 characters" },
    { path: "other.vue", reason: "Vue components are not read yet" },
    { path: "page.vue", reason: "Vue components are not read yet; LiteLLM is named in line 1" },
    { path: "site.astro", reason: "Astro components are not read yet; LiteLLM is named in line 2" },
    { path: "utf16.py", reason: "encoded as UTF-16; only UTF-8 is read" },
    { path: "widget.svelte", reason: "Svelte components are not read yet; LiteLLM is named in line 1" },
  ]);
  assert.equal(files.scanned, 1);
  const text = await runIn(cwd, ["scan"]);
  assert.match(text.stderr, /^latin1\.py: not read: not valid UTF-8$/m);
  assert.match(text.stderr, /^1 finding in 1 of 1 file: 1 safe to fix, 0 to review, 0 by hand \(10 skipped\)$/m);
});

test("a notebook's findings carry their cell, and its pictures do not make it large", async (t) => {
  const picture = `"${"iVBOR".repeat(400_000)}"`;
  const cell = (source: string, type = "code") => `{"cell_type":"${type}","source":${JSON.stringify(source)},"outputs":[${picture}]}`;
  const cwd = folderOf(t, { "book.ipynb": `{"cells":[${cell("# litellm", "markdown")},${cell("%pip list\nimport litellm\n\n  old(safe)")}],"nbformat":4}`, "plain.py": old() });
  const { findings, files } = await jsonIn(cwd);
  assert.deepEqual(
    findings.map(({ path, cell, startLine, startColumn, endLine }) => ({ path, cell, startLine, startColumn, endLine })),
    [
      { path: "book.ipynb", cell: 1, startLine: 4, startColumn: 3, endLine: 4 },
      { path: "plain.py", cell: undefined, startLine: 2, startColumn: 1, endLine: 2 },
    ],
  );
  assert.deepEqual(files.skipped, []);
  const text = await runIn(cwd, ["scan"]);
  assert.match(text.stdout, /^book\.ipynb:cell 2:4:3 fake-rule /m);
  assert.match(text.stdout, /^4 \| {3}old\(safe\)$/m);
  const sarif = JSON.parse((await runIn(cwd, ["scan", "--format", "sarif"])).stdout);
  const [location] = sarif.runs[0].results[0].locations;
  assert.deepEqual(location.logicalLocations, [{ name: "cell 2", kind: "cell", properties: { cell: 1 } }]);
  assert.equal(location.physicalLocation.region.startLine, 4);
  assert.equal(sarif.runs[0].results[0].fixes, undefined);
});

test("a model's name is found behind a slash that JSON has escaped", async (t) => {
  const cwd = folderOf(t, { "book.ipynb": '{"cells":[{"cell_type":"code","source":"old(\'groq\\/x\')"}]}' });
  assert.equal((await jsonIn(cwd)).findings.length, 1);
});

test("a long text without a long line is read", async (t) => {
  const cwd = folderOf(t, { "a.py": `${old()}${`x = "${"é".repeat(9_000)}"\n`.repeat(8)}` });
  assert.deepEqual((await jsonIn(cwd)).files.skipped, []);
});

test("the size limit is the settings'", async (t) => {
  const cwd = folderOf(t, { "portkey-migrate.json": `{ "maxFileSizeKB": 1 }`, "a.py": `${old()}${"#".repeat(1100)}\n` });
  assert.deepEqual((await jsonIn(cwd)).files.skipped, [{ path: "a.py", reason: "larger than 1 KB" }]);
});

test("standard input is read under the name given", async (t) => {
  const cwd = folderOf(t, {});
  const readStdin = async () => Buffer.from(old());
  const { findings } = await jsonIn(cwd, ["-", "--stdin-path", "src/a.py"], { readStdin });
  assert.deepEqual(
    findings.map(({ path, startLine }) => [path, startLine]),
    [["src/a.py", 2]],
  );
});

test("a path that is not there or cannot be read ends the run with its name", async (t) => {
  const cwd = folderOf(t, { "a.py": old() });
  const missing = await runIn(cwd, ["scan", "a.py", "nowhere"]);
  assert.deepEqual(missing, { code: 2, stdout: "", stderr: "portkey-migrate: nowhere: no such file or folder\n" });
});

test("settings of portkey-migrate.json hold, and its problems are told", async (t) => {
  const cwd = folderOf(t, {
    "portkey-migrate.json": `{ "exclude": ["gone/**"], "gateway.url": "https://example.org", // why\n "strategie": 1, "rules.select": ["fake-rules"] }`,
    "gone/a.py": old(),
    "sub/a.py": old(),
  });
  const { stderr, stdout } = await runIn(cwd, ["scan", "--format", "json", "."]);
  assert.deepEqual(
    JSON.parse(stdout).findings.map(({ path }: { path: string }) => path),
    ["sub/a.py"],
  );
  assert.match(stderr, /portkey-migrate\.json: "gateway\.url" decides where requests and keys go/);
  assert.match(stderr, /portkey-migrate\.json: "strategie" is not a setting; it is ignored/);
  assert.match(stderr, /portkey-migrate\.json: there is no rule "fake-rules"; the name is ignored/);
});

test("globs of the settings are relative to their file, globs of the command line to what is scanned", async (t) => {
  const cwd = folderOf(t, { "portkey-migrate.json": `{ "exclude": ["src/gone/**"] }`, "src/gone/a.py": old(), "src/lib/a.py": old(), "src/lib/b.py": old(), "tools/a.py": old() });
  const pathsOf = async (...args: string[]) => (await jsonIn(cwd, args)).findings.map(({ path }) => path);
  assert.deepEqual(await pathsOf("src"), ["lib/a.py", "lib/b.py"]);
  assert.deepEqual(await pathsOf("src", "--exclude", "lib/a.py"), ["lib/b.py"]);
  assert.deepEqual(await pathsOf("src", "tools", "--include", "tools/**", "--include", "b.py"), ["src/lib/b.py", "tools/a.py"]);
  assert.deepEqual(await pathsOf("src/gone/a.py"), ["a.py"], "a file that is named is read");
});

test("the engine gets the slugs, the strategy and the aliases of a proxy's configuration", async (t) => {
  const cwd = folderOf(t, {
    "portkey-migrate.json": `{ "providerSlugs": { "openai": "openai-file", "azure": "azure-file" } }`,
    "deploy/config.yaml": "model_list:\n  - model_name: fast\n    litellm_params: { model: openai/gpt-4o-mini }\n",
    "a.py": old(),
  });
  const contexts: unknown[] = [];
  const engine = createFakeEngine();
  const openEngine = async () => ({
    ...engine,
    analyze: (source: Parameters<typeof engine.analyze>[0], context: Parameters<typeof engine.analyze>[1]) => {
      contexts.push(context.settings.providerSlugs, context.settings.strategy, context.workspace.proxyModels);
      return engine.analyze(source, context);
    },
  });
  await runIn(cwd, ["scan", "--slug", "openai=@openai-cli", "--strategy", "keep-litellm", "--include", "*.py"], { openEngine });
  assert.deepEqual(contexts, [{ openai: "openai-cli", azure: "azure-file" }, "keep-litellm", { fast: ["openai/gpt-4o-mini"] }]);
  contexts.length = 0;
  await runIn(join(cwd, "deploy"), ["scan", "../a.py"], { openEngine });
  assert.deepEqual(contexts[2], {}, "a file named alone has the configurations beside it only");
});

test("a rule that is asked for is the only one reported", async (t) => {
  const cwd = folderOf(t, { "a.py": old() });
  const [rule] = (await import("../support/fake-engine.ts")).fakeProduct().rules;
  assert.ok(rule);
  const rules = [rule, { ...rule, id: "other-rule" }];
  assert.equal((await runIn(cwd, ["scan", "--rule", "other-rule"], { rules })).code, 0);
  assert.equal((await runIn(cwd, ["scan", "--rule", "other-rule,fake-rule"], { rules })).code, 1);
});

test("a file without a needle is scanned without being parsed", async (t) => {
  const cwd = folderOf(t, { "a.py": "old(safe)\n", "b.ts": 'const model = "azure/gpt-4"; old(safe);\n', "c.ts": "a = b.azure/gpt; old(safe)\n" });
  const engine = createFakeEngine();
  const { files } = await jsonIn(cwd, [], { openEngine: async () => engine });
  assert.deepEqual(
    engine.analyses.map((uri) => uri.slice(uri.lastIndexOf("/") + 1)),
    ["b.ts"],
  );
  assert.equal(files.scanned, 3);
});

test("the report goes to a file with --output, the summary to standard error", async (t) => {
  const cwd = folderOf(t, { "a.py": old() });
  const { stdout, stderr } = await runIn(cwd, ["scan", "--format", "json", "--output", "report.json"]);
  assert.equal(stdout, "");
  assert.match(stderr, /^1 finding in 1 of 1 file: 1 safe to fix/);
  assert.equal(JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")).totals.findings, 1);
  const failed = await runIn(cwd, ["scan", "--output", "no/such/report.json"]);
  assert.equal(failed.code, 2);
  assert.match(failed.stderr, /--output no\/such\/report\.json: no such file or folder/);
});

test("a rule that failed is told on standard error", async (t) => {
  const cwd = folderOf(t, { "a.py": "import litellm  # THROW\n" });
  const { stderr, code } = await runIn(cwd, ["scan", "--format", "json"]);
  assert.match(stderr, /^a\.py: the rule fake-rule failed: a defect$/m);
  assert.equal(code, 0);
});

test("text for people names files from the working folder", async (t) => {
  const cwd = folderOf(t, { "src/a.py": old() });
  const { stdout } = await runIn(cwd, ["scan", "src"]);
  assert.equal(
    stdout,
    ["src/a.py:2:1 fake-rule old(safe) is old", "  |", "2 | old(safe)", "  | ^^^", "  = safe fix (portkey-sdk): Rewrite to new", "  = src/a.py:1:1: the file starts here", ""].join("\n"),
  );
});

test("color is for terminals, and the environment decides otherwise", async (t) => {
  const cwd = folderOf(t, { "a.py": old() });
  const isColored = async (isTerminal: boolean, env: Record<string, string>) => (await runIn(cwd, ["scan"], { isTerminal, env })).stdout.includes("\u001b[");
  assert.equal(await isColored(false, {}), false);
  assert.equal(await isColored(true, {}), true);
  assert.equal(await isColored(true, { NO_COLOR: "1" }), false);
  assert.equal(await isColored(true, { TERM: "dumb" }), false);
  assert.equal(await isColored(false, { FORCE_COLOR: "1" }), true);
  assert.equal(await isColored(true, { FORCE_COLOR: "0" }), false);
});

test("progress is shown on a terminal after half a second, and erased", async (t) => {
  const cwd = folderOf(t, { "a.py": old(), "b.py": old(), "c.py": old() });
  const ticking = () => {
    let time = 0;
    return () => (time += 300);
  };
  const shown = await runIn(cwd, ["scan", "--format", "json"], { isTerminal: true, now: ticking() });
  assert.match(shown.stderr, /Scanning 2 of 3 files/);
  assert.ok(shown.stderr.endsWith("\r\u001b[K"));
  const quiet = await runIn(cwd, ["scan", "--format", "json"], { now: ticking() });
  assert.equal(quiet.stderr, "");
});

test("symbolic links are not followed inside a folder, and a loop ends", async (t) => {
  const cwd = folderOf(t, { "src/a.py": old() });
  symlinkSync("..", join(cwd, "src/loop"));
  symlinkSync("a.py", join(cwd, "src/b.py"));
  const report = await jsonIn(cwd);
  assert.deepEqual(
    report.findings.map(({ path }) => path),
    ["src/a.py"],
  );
  assert.equal((await jsonIn(cwd, ["src/b.py"])).findings.length, 1, "a link that is named is read");
});

test("a file that is no source is said to be skipped when it is named", async (t) => {
  const cwd = folderOf(t, { "notes.txt": "litellm\n" });
  assert.deepEqual((await jsonIn(cwd, ["notes.txt"])).files.skipped, [{ path: "notes.txt", reason: "not a Python, TypeScript or JavaScript file" }]);
});

test("a name with control characters cannot move the cursor", async (t) => {
  const cwd = folderOf(t, { "a.py": old() });
  writeFileSync(join(cwd, "b\u001b[2J.py"), old());
  const { stdout } = await runIn(cwd, ["scan"]);
  assert.match(stdout, /^b\\u\{1b\}\[2J\.py:2:1/m);
  assert.equal(stdout.includes("\u001b"), false);
});
