import assert from "node:assert/strict";
import { test } from "node:test";
import { withKnownRules } from "../../server/src/engine/rules/known-rules.ts";
import { isSelected } from "../../server/src/engine/rules/rule-selection.ts";
import { defaultSettings, defaultStrategy, parseSettings } from "../../server/src/engine/settings.ts";
import { parseSettingsFile } from "../../server/src/engine/settings-file.ts";

test("no settings are the defaults", () => {
  for (const nothing of [undefined, null, {}]) assert.deepEqual(parseSettings(nothing), { settings: defaultSettings, problems: [] });
  assert.deepEqual(parseSettingsFile(""), { settings: defaultSettings, problems: [] });
});

test("every setting is read, nested or with dots, with or without the prefix", () => {
  const wanted = {
    enable: false,
    strategy: "adapter",
    providerSlugs: { openai: "openai-prod" },
    modelMap: { "azure/x": "@azure/gpt-4o" },
    adapterPath: "app/portkey_adapter.py",
    select: ["litellm-import"],
    ignore: ["litellm-completion"],
    ignoreByPath: { "tests/**": ["litellm-*"] },
    severity: { "litellm-import": "off", "litellm-completion": "error" },
    include: ["src"],
    exclude: ["tests/**"],
    maxFileSizeKB: 5,
    testLens: false,
  } as const;
  const { select, ignore, ignoreByPath, severity, testLens, ...plain } = wanted;
  assert.deepEqual(parseSettings({ ...plain, rules: { select, ignore, ignoreByPath }, severity, codeLens: { test: testLens } }), { settings: wanted, problems: [] });
  const prefixed = Object.fromEntries(
    Object.entries({ ...plain, "rules.select": select, "rules.ignore": ignore, "rules.ignoreByPath": ignoreByPath, "codeLens.test": testLens }).map(([key, value]) => [`portkeyMigrate.${key}`, value]),
  );
  assert.deepEqual(parseSettings({ ...prefixed, "portkeyMigrate.severity.litellm-import": "off", "portkeyMigrate.severity.litellm-completion": "error" }), { settings: wanted, problems: [] });
});

/** Each value that is of no use, with the sentence it gets; the setting keeps its default. */
const useless: readonly (readonly [unknown, string])[] = [
  [[], "the settings must be an object, not a list; they are ignored"],
  ["on", 'the settings must be an object, not "on"; they are ignored'],
  [{ enable: "no" }, '"enable" must be true or false, not "no"; it is ignored'],
  [{ strategy: "sdk" }, '"strategy" must be one of portkey-sdk, openai-client, adapter, keep-litellm, not "sdk"; it is ignored'],
  [{ providerSlugs: ["x"] }, '"providerSlugs" must be an object, not a list; it is ignored'],
  [{ providerSlugs: { openai: "a/b" } }, '"providerSlugs.openai" must be a slug such as openai-prod, not "a/b"; it is ignored'],
  [{ providerSlugs: { openai: 1 } }, '"providerSlugs.openai" must be a slug such as openai-prod, not 1; it is ignored'],
  [{ modelMap: { "a/b": "" } }, '"modelMap.a/b" must be a text, not ""; it is ignored'],
  ...["/etc/adapter.py", "C:\\adapter.py", "../adapter.py", "app/../../adapter.py", "app/adapter.txt"].map((path): [unknown, string] => [
    { adapterPath: path },
    `"adapterPath" must be the path of a Python, TypeScript or JavaScript file in the folder, such as app/portkey_adapter.py or src/portkey-adapter.ts, not "${path}"; it is ignored`,
  ]),
  [{ adapterPath: 1 }, '"adapterPath" must be the path of a Python, TypeScript or JavaScript file in the folder, such as app/portkey_adapter.py or src/portkey-adapter.ts, not 1; it is ignored'],
  [{ rules: { select: "all" } }, '"rules.select" must be a list of texts, not "all"; it is ignored'],
  [{ exclude: [1] }, '"exclude" must hold texts, not 1; that entry is ignored'],
  [{ rules: { ignoreByPath: { "a/**": "b" } } }, '"rules.ignoreByPath.a/**" must be a list of texts, not "b"; it is ignored'],
  [{ severity: { "litellm-import": "fatal" } }, '"severity.litellm-import" must be one of error, warning, information, hint, off, not "fatal"; it is ignored'],
  [{ maxFileSizeKB: -1 }, '"maxFileSizeKB" must be a number of kilobytes above 0, not -1; it is ignored'],
  [{ maxFileSizeKB: Number.NaN }, '"maxFileSizeKB" must be a number of kilobytes above 0, not NaN; it is ignored'],
  [{ strategie: "adapter" }, '"strategie" is not a setting; it is ignored'],
  [{ toString: 1 }, '"toString" is not a setting; it is ignored'],
  [{ strategy: "x".repeat(100) }, `"strategy" must be one of portkey-sdk, openai-client, adapter, keep-litellm, not "${"x".repeat(39)}…"; it is ignored`],
];

for (const [value, problem] of useless) {
  test(`of no use: ${JSON.stringify(value).slice(0, 60)}`, () => {
    assert.deepEqual(parseSettings(value, "editor"), { settings: defaultSettings, problems: [`editor: ${problem}`] });
  });
}

test("a useful entry stays beside a useless one", () => {
  const { settings, problems } = parseSettings({ providerSlugs: { openai: "@openai-prod", azure: "" }, exclude: ["a", 2] });
  assert.deepEqual(settings.providerSlugs, { openai: "openai-prod" });
  assert.deepEqual(settings.exclude, ["a"]);
  assert.equal(problems.length, 2);
});

test("a repository cannot say where requests go; an editor's own keys are no business of a folder", () => {
  const value = { gateway: { url: "https://example.org" }, "test.maxTokens": 3 };
  const { settings, problems } = parseSettings(value, "portkey-migrate.json");
  assert.deepEqual(settings, defaultSettings);
  assert.deepEqual(
    problems.map((problem) => problem.slice(0, 51)),
    ['portkey-migrate.json: "gateway.url" decides where r', 'portkey-migrate.json: "test.maxTokens" decides wher'],
  );
  assert.deepEqual(parseSettings({ ...value, codeLens: { test: true }, trace: { server: "off" } }, "editor").problems, []);
});

test("an upper layer wins, maps are merged, and defaults that an editor sends along say nothing", () => {
  const { settings: file } = parseSettings({ enable: false, strategy: "adapter", providerSlugs: { openai: "file", azure: "file" }, exclude: ["a"], maxFileSizeKB: 7 }, "portkey-migrate.json");
  const sent = { enable: true, strategy: null, providerSlugs: { openai: "editor" }, modelMap: {}, adapterPath: "", rules: { select: [], ignore: ["x"] }, exclude: [], maxFileSizeKB: 1024 };
  assert.deepEqual(parseSettings(sent, "editor", file).settings, { ...file, providerSlugs: { openai: "editor", azure: "file" }, ignore: ["x"] });
  assert.equal(parseSettings({ strategy: "keep-litellm", exclude: ["b"] }, "command line", file).settings.strategy, "keep-litellm");
  assert.deepEqual(parseSettings({ exclude: ["b"] }, "command line", file).settings.exclude, ["b"]);
});

test("the file may hold comments, trailing commas, a schema and a byte-order mark", () => {
  const text = `\ufeff{\n  // for CI\n  "$schema": "./schema.json",\n  "strategy": "adapter", /* all of it */\n}\n`;
  assert.deepEqual(parseSettingsFile(text), { settings: { ...defaultSettings, strategy: "adapter" }, problems: [] });
});

test("a file that cannot be read is ignored with the place", () => {
  assert.deepEqual(parseSettingsFile('{\n  "strategy" "adapter"\n}'), { settings: defaultSettings, problems: ["portkey-migrate.json:2:14: colon expected; the file is ignored"] });
  for (const text of ["{", "nonsense", "[".repeat(100_000)]) assert.equal(parseSettingsFile(text).problems.length, 1, text.slice(0, 20));
});

test("the default strategy is the language's unless the folder has one", () => {
  assert.equal(defaultStrategy(defaultSettings, "python"), "portkey-sdk");
  assert.equal(defaultStrategy(defaultSettings, "typescript"), "openai-client");
  assert.equal(defaultStrategy({ ...defaultSettings, strategy: "adapter" }, "python"), "adapter");
});

test("rules are named by their id or by their family", () => {
  const ids = ["litellm-import", "litellm-completion", "openai-client"];
  const selected = (settings: Partial<typeof defaultSettings>) => ids.filter((id) => isSelected(id, { ...defaultSettings, ...settings }));
  assert.deepEqual(selected({}), ids);
  assert.deepEqual(selected({ select: ["litellm-*"] }), ["litellm-import", "litellm-completion"]);
  assert.deepEqual(selected({ select: ["litellm-*"], ignore: ["litellm-import"] }), ["litellm-completion"]);
  assert.deepEqual(selected({ ignore: ["litellm-*"] }), ["openai-client"]);
  assert.deepEqual(selected({ select: ["litellm-import", "openai-client"], severity: { "litellm-import": "off" } }), ["openai-client"]);
});

test("a name that means no rule is told, wherever it stands", () => {
  const ids = ["litellm-import", "litellm-completion"];
  const value = { rules: { select: ["litellm-*", "lite*"], ignore: ["openai-*"], ignoreByPath: { tests: ["litellm-import", "x"] } }, severity: { "litellm-*": "off" } };
  const { settings, problems } = withKnownRules(parseSettings(value), ids, "editor");
  assert.deepEqual([settings.select, settings.ignore, settings.ignoreByPath, settings.severity], [["litellm-*"], [], { tests: ["litellm-import"] }, {}]);
  assert.deepEqual(
    problems,
    ["lite*", "openai-*", "x", "litellm-*"].map((name) => `editor: there is no rule "${name}"; the name is ignored`),
  );
});
