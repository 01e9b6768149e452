import assert from "node:assert/strict";
import { test } from "node:test";
import { folderOf, runIn } from "./harness.ts";

/** Each command line that cannot run, with its one line. */
const refusals: readonly (readonly [readonly string[], string])[] = [
  [[], "a command is missing; there are scan, fix, test, explain (--help tells more)"],
  [["check"], "unknown command check; there are scan, fix, test, explain"],
  [["verify"], "unknown command verify; there are scan, fix, test, explain"],
  [["scna"], "unknown command scna; did you mean scan? (there are scan, fix, test, explain)"],
  [["constructor"], "unknown command constructor; there are scan, fix, test, explain"],
  [["scan", "--format", "pdf"], "--format pdf: must be one of text, html, markdown, csv, json, sarif"],
  [["scan", "--format", "jsn"], "--format jsn: did you mean json?"],
  [["scan", "--format"], "Option '--format <value>' argument missing"],
  [["scan", "--fromat=json"], "unknown option --fromat; did you mean --format?"],
  [["scan", "-x"], "unknown option -x; there are --stdin-path --include --exclude --no-ignore --rule --strategy --slug --adapter-path --cache-dir --no-cache --format --output"],
  [["scan", "--write"], "unknown option --write; there are --stdin-path --include --exclude --no-ignore --rule --strategy --slug --adapter-path --cache-dir --no-cache --format --output"],
  [["scan", "--no-ignore=yes"], "Option '--no-ignore' does not take an argument"],
  [["scan", "--rule", "fake-rul"], "--rule fake-rul: did you mean fake-rule?"],
  [["scan", "--rule", "something-else"], "--rule something-else: must be one of fake-rule, fake-*"],
  [["fix", "--strategy", "sdk"], "--strategy sdk: must be one of portkey-sdk, openai-client, adapter, keep-litellm"],
  [["fix", "--slug", "openai"], "--slug openai: must be PROVIDER=SLUG, such as openai=openai-prod"],
  [["fix", "--slug", "openai=a/b"], "--slug openai=a/b: must be PROVIDER=SLUG, such as openai=openai-prod"],
  [["fix", "--write", "-", "--stdin-path", "a.py"], "--write cannot change standard input; leave it out to get a diff"],
  [["scan", "-"], "- reads standard input and needs --stdin-path NAME to know the language"],
  [["scan", "-", "src", "--stdin-path", "a.py"], "- cannot be combined with other paths"],
  [["scan", "--stdin-path", "a.py"], "--stdin-path is for standard input; add - as the path"],
  [["scan", "nowhere"], "nowhere: no such file or folder"],
  [["explain"], "explain needs a rule: fake-rule"],
  [["explain", "fake-ruel"], "there is no rule fake-ruel; did you mean fake-rule?"],
  [["explain", "x"], "there is no rule x; there are fake-rule"],
  [["explain", "fake-rule", "more"], "explain takes one rule id"],
];

for (const [args, line] of refusals) {
  test(`cannot run: ${args.join(" ") || "no command"}`, async (t) => {
    assert.deepEqual(await runIn(folderOf(t, {}), args), { code: 2, stdout: "", stderr: `portkey-migrate: ${line}\n` });
  });
}

test("explain prints the rule's page, or what the rule says of itself", async (t) => {
  const cwd = folderOf(t, {});
  const rulePage = (rule: string) => `# The page of ${rule}\n`;
  assert.deepEqual(await runIn(cwd, ["explain", "fake-rule"], { rulePage }), { code: 0, stdout: "# The page of fake-rule\n", stderr: "" });
  assert.equal((await runIn(cwd, ["explain", "fake-rule"])).stdout, "# old call\n\n`fake-rule`\n\nOld calls are *old*.\n");
});

test("help and version go to standard output", async (t) => {
  const cwd = folderOf(t, {});
  assert.equal((await runIn(cwd, ["--version"])).stdout, "1.2.3\n");
  for (const args of [["--help"], ["-h"], ["help"], ["scan", "--help"]]) {
    const { code, stdout, stderr } = await runIn(cwd, args);
    assert.match(stdout, /^Usage: portkey-migrate <command>/m);
    assert.deepEqual([code, stderr], [0, ""]);
  }
});

test("a defect is told apart from a mistake and is exit code 2", async (t) => {
  const cwd = folderOf(t, { "a.py": "import litellm\n" });
  const openEngine = async () => {
    throw new Error("no grammar here");
  };
  const { code, stderr } = await runIn(cwd, ["scan"], { openEngine });
  assert.equal(code, 2);
  assert.match(stderr, /^portkey-migrate: a defect of portkey-migrate: Error: no grammar here/);
});
