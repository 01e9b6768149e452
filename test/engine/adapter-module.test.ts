import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { adapterModule, adapterNames, modelHelper } from "../../server/src/engine/adapter/adapter-module.ts";
import { adapterState } from "../../server/src/engine/adapter/adapter-state.ts";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { readModel } from "../../server/src/engine/catalog/model-string.ts";
import { portkeyModel } from "../../server/src/engine/catalog/portkey-model.ts";
import { askPython } from "../support/ask-python.ts";
import { modelNames } from "../support/model-names.ts";

const compose = (...names: string[]): string => adapterModule({ names, providerSlugs: { openai: "openai-prod" }, modelMap: {} });

describe("the composed adapter", () => {
  test("holds what a name needs and nothing else", () => {
    const text = compose("completion");
    assert.match(text, /^def completion\(/m);
    assert.match(text, /^def portkey_model\(/m);
    assert.doesNotMatch(text, /def acompletion|asyncio|RateLimitError|MODEL_MAP/);
  });

  test("depends on the names alone, not on their order", () => {
    assert.equal(compose("completion", "RateLimitError"), compose("RateLimitError", "completion", "completion", "no_such_name"));
  });

  test("is nothing but the helper where only that is asked for", () => {
    assert.ok(!adapterNames.has(modelHelper));
    assert.doesNotMatch(compose(modelHelper), /Portkey\(/);
  });

  test("names the user's slugs, and suggestions as such", () => {
    const text = adapterModule({ names: [modelHelper], providerSlugs: { azure: "@my-azure" }, modelMap: { fast: "@openai-prod/gpt-4o-mini" }, prefixes: ["anthropic", "azure_text", "unheard_of"] });
    assert.match(text, /"anthropic": "anthropic-main", {2}# suggested/);
    assert.match(text, /"azure": "my-azure",\n {4}"azure_text": "my-azure",\n/);
    assert.match(text, /"fast": "@openai-prod\/gpt-4o-mini",/);
    assert.doesNotMatch(text, /unheard_of/);
  });
});

test("suggests slugs for the common providers where the project names none", () => {
  const slugsOf = (tables: { readonly providerSlugs: Record<string, string>; readonly prefixes: readonly string[] }): readonly string[] =>
    [...adapterModule({ names: [modelHelper], modelMap: {}, ...tables }).matchAll(/^ {4}"(\w+)": "[^"]+",( {2}# suggested)?/gm)].map(([, prefix, mark]) => `${prefix}${mark ?? ""}`);
  const suggested = ["anthropic", "azure", "bedrock", "gemini", "openai", "vertex_ai"].map((prefix) => `${prefix}  # suggested`);
  assert.deepEqual(slugsOf({ providerSlugs: {}, prefixes: [] }), suggested);
  assert.deepEqual(slugsOf({ providerSlugs: { openai: "mine" }, prefixes: [] }), ["openai"]);
  assert.deepEqual(slugsOf({ providerSlugs: {}, prefixes: ["groq"] }), ["groq  # suggested"]);
});

describe("the composed adapter as Python", () => {
  const judge = fileURLToPath(new URL("../support/names_of_modules.py", import.meta.url));
  const prefixes = catalog.providers.map(({ prefix }) => prefix);
  const complaintsAbout = (modules: Readonly<Record<string, string>>) => askPython<Readonly<Record<string, readonly string[]>>>([judge], modules);

  test("is complete and holds nothing unused, whatever is asked for", async () => {
    const one = [...adapterNames, modelHelper].map((name) => [name, compose(name)] as const);
    const all = { names: [...adapterNames], providerSlugs: {}, modelMap: { fast: "@a/b" }, prefixes };
    const modules = { ...Object.fromEntries(one), all: adapterModule(all), "with the own openai": adapterModule({ ...all, catchesOpenAiErrors: true }) };
    const complaints = await complaintsAbout(modules);
    assert.deepEqual(
      Object.entries(complaints).filter(([, each]) => each.length > 0),
      [],
    );
    assert.ok(Object.keys(complaints).length > 60);
  });

  test("would be found incomplete without one of its parts", async () => {
    const { broken } = await complaintsAbout({ broken: compose("completion").replace("def portkey_model", "def _another_model").replace("import os\n", "import os\nimport sys\n") });
    assert.deepEqual(broken, ["portkey_model is not defined", "_another_model is not used", "sys is not used"]);
  });

  test("names models as rewrites do", async () => {
    const settings = { providerSlugs: Object.fromEntries(prefixes.map((prefix) => [prefix, `of-${prefix}`])), modelMap: { "openai/special": "@mine/special", alias: "@mine/alias" } };
    const module = adapterModule({ names: [modelHelper], ...settings });
    const names = [...prefixes.flatMap((prefix) => modelNames.map((name) => `${prefix}/${name}`)), ...modelNames, "openai/@slug/model", "@slug/model/with/more", "alias", "openai/special"];
    const program = `
import json, sys
question = json.load(sys.stdin)
space = {}
exec(question["module"], space)
def named(name):
    try:
        return space["portkey_model"](name)
    except ValueError:
        return None
json.dump([named(name) for name in question["names"]], sys.stdout)`;
    const answers = await askPython<readonly (string | null)[]>(["-c", program], { module, names });
    const expected = names.map((name) => {
      const reading = readModel(name);
      const model = settings.modelMap.alias && name === "alias" ? { kind: "mapped" as const, name: settings.modelMap.alias } : reading && portkeyModel(reading, settings);
      return model?.kind === "mapped" ? model.name : null;
    });
    assert.deepEqual(
      names.map((name, index) => `${name} ${answers[index]}`),
      names.map((name, index) => `${name} ${expected[index]}`),
    );
  });
});

describe("the state of an adapter", () => {
  const text = compose("completion");

  test("is told by the checksum, whatever the line breaks", () => {
    assert.equal(adapterState(text), "ours");
    assert.equal(adapterState(text.replaceAll("\n", "\r\n")), "ours");
  });

  test("is edited once a character differs", () => {
    assert.equal(adapterState(text.replace("openai-prod", "openai-main")), "edited");
    assert.equal(adapterState(`${text}\n`), "edited");
  });

  test("is foreign without the first line", () => {
    assert.equal(adapterState(text.slice(text.indexOf("\n") + 1)), "foreign");
    assert.equal(adapterState(""), "foreign");
  });
});
