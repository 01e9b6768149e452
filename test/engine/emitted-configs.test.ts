// Every config that the fixtures' rewrites contain is one that Portkey takes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";
import { askPython } from "../support/ask-python.ts";
import { fixtureFiles } from "../support/fixture-files.ts";

/** Finds the dicts that constants and `config=` hold; what is no literal stands as a number, which all that is carried over has to be. */
const reader = `
import ast, json, sys
def value(node):
    if isinstance(node, ast.Dict): return {key.value: value(each) for key, each in zip(node.keys, node.values)}
    if isinstance(node, ast.List): return [value(each) for each in node.elts]
    return node.value if isinstance(node, ast.Constant) else 2000
found = []
for text in json.load(sys.stdin):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and getattr(node.targets[0], "id", "").startswith("PORTKEY_CONFIG_"): found.append(value(node.value))
        if isinstance(node, ast.keyword) and node.arg == "config" and isinstance(node.value, ast.Dict): found.append(value(node.value))
json.dump(found, sys.stdout)
`;

const schema = JSON.parse(readFileSync(new URL("../support/portkey-config.schema.json", import.meta.url), "utf8"));

interface Config {
  readonly name?: string;
  readonly strategy?: { readonly mode: string; readonly conditions?: readonly { readonly then: string }[]; readonly default?: string };
  readonly targets?: readonly Config[];
  readonly weight?: number;
}

/** What the schema cannot say: names that lead nowhere, and weights of which no target would ever be chosen. */
function complaints({ strategy, targets = [] }: Config): string[] {
  const names = targets.map(({ name }) => name);
  const missing = strategy?.mode === "conditional" ? [strategy.default, ...(strategy.conditions ?? []).map(({ then }) => then)].filter((name) => name === undefined || !names.includes(name)) : [];
  const isStuck = strategy?.mode === "loadbalance" && targets.every(({ weight }) => weight === 0);
  return [...missing.map((name) => `no target ${name}`), ...(isStuck ? ["all weights are zero"] : []), ...targets.flatMap(complaints)];
}

const validate = new Ajv().compile(schema);

test("every config of a rewrite is valid", async () => {
  const texts = fixtureFiles().flatMap(({ fixture }) => fixture.cases.flatMap(({ snippets }) => snippets.flatMap(({ language, afters }) => (language === "py" ? afters.map(({ text }) => text) : []))));
  const configs = await askPython<readonly Config[]>(
    ["-c", reader],
    texts.filter((text) => text.includes("PORTKEY_CONFIG_") || text.includes("config={")),
  );
  assert.ok(configs.length > 20, `${configs.length} configs`);
  for (const config of configs) {
    assert.ok(validate(config), `${JSON.stringify(validate.errors)}\n${JSON.stringify(config, null, 2)}`);
    assert.deepEqual(complaints(config), [], JSON.stringify(config, null, 2));
  }
});

test("configs that Portkey refuses are refused", () => {
  for (const wrong of [{ timeout: 30 }, { strategy: { mode: "load_balance" }, targets: [{ weight: 1 }] }, { targets: [] }, { request_timeout: 30 }, { retry: { attempts: 2, on_status_code: [429] } }])
    assert.ok(!validate(wrong));
  assert.deepEqual(complaints({ strategy: { mode: "conditional", conditions: [], default: "b" }, targets: [{ name: "a" }] }), ["no target b"]);
});
