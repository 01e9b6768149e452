import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import type { WrapperEntry } from "../../server/src/engine/catalog/entries.ts";
import type { Step } from "../../server/src/engine/facts/facts.ts";

const wrappers: readonly WrapperEntry[] = JSON.parse(readFileSync(new URL("../../server/src/engine/catalog/wrappers.json", import.meta.url), "utf8")).entries;

const folder = new URL("../../server/src/engine/catalog/", import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const dataFiles = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "schema.json");

const isPattern = (text: string) => {
  try {
    return Boolean(new RegExp(text, "i"));
  } catch {
    return false;
  }
};

/** Names that stand more than once. */
const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

test("every file follows the schema", () => {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { regex: isPattern } }).addSchema(read("schema.json"), "schema.json");
  assert.deepEqual(dataFiles, [
    "configs.json",
    "environment.json",
    "errors.json",
    "gateways.json",
    "models.json",
    "next-steps.json",
    "other-services.json",
    "packages.json",
    "parameters.json",
    "portkey.json",
    "providers.json",
    "proxy.json",
    "requests.json",
    "responses.json",
    "standard-library.json",
    "symbols.json",
    "wrappers.json",
  ]);
  for (const file of dataFiles) {
    const data = read(file);
    assert.equal(data.$schema, `./schema.json#/$defs/${file.replace(".json", "")}`);
    const validate = ajv.getSchema(data.$schema.slice(2));
    assert.ok(validate, `no schema for ${file}`);
    assert.ok(validate(data), `${file}: ${ajv.errorsText(validate.errors)}`);
  }
});

test("the schema refuses an entry without a source", () => {
  const ajv = new Ajv({ allowUnionTypes: true, formats: { regex: isPattern } }).addSchema(read("schema.json"), "schema.json");
  const validate = ajv.getSchema("schema.json#/$defs/family");
  assert.ok(validate?.({ stem: "gpt", source: "LiteLLM 1.75.0", checked: "2026-11-22" }));
  assert.ok(!validate?.({ stem: "gpt", checked: "2026-11-22" }));
  assert.ok(!validate?.({ stem: "gpt", source: "/home/someone/notes", checked: "2026-11-22" }));
});

test("nothing is said twice", () => {
  const once = (file: string, key: (entry: Record<string, string>) => string, list = "entries") => assert.deepEqual(repeated(read(file)[list].map(key)), [], file);
  once("providers.json", ({ prefix }) => prefix ?? "");
  once("parameters.json", ({ name }) => name ?? "");
  once("parameters.json", ({ path }) => path ?? "", "positional");
  once("errors.json", ({ name }) => name ?? "");
  once("environment.json", ({ name }) => name ?? "");
  once("responses.json", ({ on, path }) => `${on} ${path}`);
  once("wrappers.json", ({ path }) => path ?? "");
  once("packages.json", ({ registry, name }) => `${registry} ${name}`);
  assert.deepEqual(repeated(read("next-steps.json").entries.flatMap(({ of }: { of: string[] }) => of)), [], "next-steps.json");
  assert.deepEqual(repeated(read("parameters.json").router.flatMap(({ names }: { names: string[] }) => names)), [], "parameters.json");
  once("models.json", ({ stem }) => stem ?? "", "families");
  once("models.json", ({ host }) => host ?? "", "hosts");
});

test("a spelling leads to one symbol only", () => {
  const { entries, groups, modules } = read("symbols.json");
  const spellings = entries.flatMap(({ path, aliases = [] }: { path: string; aliases?: string[] }) => [path, ...aliases]);
  const names = groups.flatMap((group: { names: string[] }) => group.names);
  assert.deepEqual(repeated([...spellings, ...names]), []);
  assert.deepEqual(repeated(modules.map(({ path }: { path: string }) => path)), []);
});

test("a path of the package leads to the longest part that is known", () => {
  const owner = (path: string) => {
    const { name, family, rest } = catalog.symbolOwner(path) ?? { name: "", family: "", rest: "" };
    return [name, family, rest];
  };
  assert.deepEqual(owner("litellm.success_callback.append"), ["litellm.success_callback", "litellm-callback", ".append"]);
  assert.deepEqual(owner("litellm.utils.token_counter"), ["litellm.token_counter", "litellm-helper", ""]);
  assert.deepEqual(owner("litellm.router.Router().set_model_list"), ["litellm.Router().set_model_list", "litellm-router", ""]);
  assert.deepEqual(owner("litellm.Router().no_such_method"), ["litellm.Router", "litellm-router", "().no_such_method"]);
  assert.deepEqual(owner("litellm.completion().choices[].message"), ["litellm.completion", "litellm-completion", "().choices[].message"]);
  assert.deepEqual(owner("litellm.supports_something_new"), ["litellm.supports_something_new", "litellm-helper", ""]);
  assert.deepEqual(owner("litellm.exceptions.SomethingNewError.__name__"), ["litellm.exceptions.SomethingNewError", "litellm-exception", ".__name__"]);
  assert.deepEqual(owner("litellm.types.made.Up().part"), ["litellm.types.made.Up", "litellm-type", "().part"]);
  assert.deepEqual(owner("litellm.llms.a_provider.cost_calculator.compute"), ["litellm.llms.a_provider.cost_calculator.compute", "litellm-reference", ""]);
  assert.deepEqual(owner("litellm.litellm.callbacks"), ["litellm.callbacks", "litellm-callback", ""]);
  assert.deepEqual(owner("litellm.no_such_name"), ["litellm.no_such_name", "litellm-reference", ""]);
  assert.deepEqual(owner("litellm"), ["litellm", "litellm-reference", ""]);
  assert.deepEqual(owner("litellm_enterprise.enterprise_callbacks"), ["litellm_enterprise.enterprise_callbacks", "litellm-reference", ""]);
  for (const path of ["openai.OpenAI", "litellmish.completion", "litellm-proxy", ""]) assert.equal(catalog.symbolOwner(path), undefined, path);
});

test("every next step is of something that exists, and every symbol has one", () => {
  const { entries, groups, modules } = read("symbols.json");
  const families = new Set<string>();
  for (const { path, family, group } of [...entries, ...modules]) if (path.startsWith("litellm")) families.add(family).add(`${family}/${group}`);
  for (const { family, group } of groups) families.add(family).add(`${family}/${group}`);
  families.add("litellm-reference/module").add("litellm-exception/constructed");
  for (const topic of read("next-steps.json").entries.flatMap(({ of }: { of: string[] }) => of))
    assert.ok(topic.startsWith("litellm.") ? catalog.symbolOwner(topic)?.name === topic && catalog.symbolOwner(topic)?.rest === "" : families.has(topic), topic);
  for (const family of new Set([...families].map((topic) => topic.replace(/\/.*/, "")))) assert.ok(catalog.nextStep({ name: "", family, group: undefined }), family);
});

test("every public name of the package has a rule that knows it", () => {
  // What is left to `litellm-reference` belongs to a group that says why.
  const names = readFileSync(new URL("../fixtures/litellm-names.txt", import.meta.url), "utf8")
    .trim()
    .split("\n");
  assert.ok(names.length > 1000);
  for (const line of names) {
    const [name, module] = line.split(" ");
    const owner = catalog.symbolOwner(`litellm.${name}`);
    assert.ok(owner && (owner.family !== "litellm-reference" || owner.group !== undefined), `${name} of ${module} is in no family`);
    // The same name by the module that defines it leads to a finding of a family too.
    assert.ok(catalog.symbolOwner(`${module}.${name}`), line);
  }
});

test("entries that name each other exist", () => {
  for (const entry of read("symbols.json").entries) if (entry.pair) assert.equal(catalog.symbol(entry.pair)?.pair, entry.path, entry.path);
  for (const entry of catalog.providers) {
    if (entry.sharesSlugWith) assert.ok(catalog.provider(entry.sharesSlugWith), entry.prefix);
    for (const variable of entry.environment) assert.ok(catalog.environment(variable), `${entry.prefix}: ${variable}`);
    assert.equal(entry.rewriteClass === "C" || entry.slug !== null, true, `${entry.prefix} is rewritten but has no slug to suggest`);
    assert.ok(entry.rewriteClass !== "C" || entry.note, `${entry.prefix} does not say why it is left alone`);
  }
  for (const { provider } of [...catalog.models.names, ...catalog.models.hosts]) assert.ok(catalog.provider(provider), provider);
  for (const { prefix } of [...catalog.models.lookAlikes, ...catalog.models.sharedNames]) assert.ok(prefix === "*" || catalog.provider(prefix), prefix);
  for (const { name } of read("errors.json").entries) assert.equal(catalog.symbol(`litellm.${name}`)?.family, "litellm-exception", name);
});

test("the suggestions of the guide are kept", () => {
  const slugs = ["openai", "anthropic", "azure", "bedrock", "vertex_ai"].map((prefix) => catalog.provider(prefix)?.slug);
  assert.deepEqual(slugs, ["openai-prod", "anthropic-main", "azure-us-east", "bedrock-main", "vertex-prod"]);
});

test("any spelling of a name finds its entry", () => {
  for (const [spelling, path, family] of [
    ["litellm.completion", "litellm.completion", "litellm-completion"],
    ["litellm.main.acompletion", "litellm.acompletion", "litellm-completion"],
    ["litellm.exceptions.RateLimitError", "litellm.RateLimitError", "litellm-exception"],
    ["litellm.router.Router", "litellm.Router", "litellm-router"],
    ["litellm.router.Router().acompletion", "litellm.Router().acompletion", "litellm-completion"],
    ["litellm.caching.caching.Cache", "litellm.Cache", "litellm-cache"],
    ["litellm.utils.token_counter", "litellm.token_counter", "litellm-helper"],
    ["litellm.types.utils.ModelResponse", "litellm.ModelResponse", "litellm-type"],
    ["litellm.success_callback", "litellm.success_callback", "litellm-callback"],
    ["litellm.drop_params", "litellm.drop_params", "litellm-setting"],
  ] as const)
    assert.deepEqual([catalog.symbol(spelling)?.path, catalog.symbol(spelling)?.family], [path, family], spelling);
});

test("a name that is nobody's is unknown", () => {
  for (const path of ["", "litellm.no_such_name", "openai.completion", "()", "litellm.Router().no_such_method", "constructor", "__proto__"]) assert.equal(catalog.symbol(path), undefined, path);
  assert.equal(catalog.provider("constructor"), undefined);
  assert.equal(catalog.parameter("temprature"), undefined);
});

test("asynchronous twins know that they are", () => {
  assert.equal(catalog.symbol("litellm.acompletion")?.isAsync, true);
  assert.equal(catalog.symbol("litellm.completion")?.isAsync, false);
  assert.equal(catalog.symbol("litellm.Router().aembedding")?.isAsync, true);
});

test("positions differ between completion and acompletion", () => {
  assert.deepEqual(catalog.positional("litellm.main.completion").slice(0, 4), ["model", "messages", "timeout", "temperature"]);
  assert.deepEqual(catalog.positional("litellm.acompletion").slice(0, 5), ["model", "messages", "functions", "function_call", "timeout"]);
  assert.deepEqual(catalog.positional("litellm.embedding").slice(0, 2), ["model", "input"]);
  assert.deepEqual(catalog.positional("litellm.text_completion").slice(0, 2), ["prompt", "model"]);
  assert.deepEqual(catalog.positional("json.dumps"), []);
});

test("every positional argument of a completion is a known parameter", () => {
  for (const path of ["litellm.completion", "litellm.acompletion"]) for (const name of catalog.positional(path)) assert.ok(catalog.parameter(name), name);
});

test("no argument that only LiteLLM understands is kept", () => {
  for (const name of ["api_key", "fallbacks", "num_retries", "metadata", "caching", "mock_response", "api_base", "drop_params", "custom_llm_provider"])
    assert.notEqual(catalog.parameter(name)?.kind, "same", name);
  for (const name of ["temperature", "tools", "stream", "stop", "user", "seed"]) assert.equal(catalog.parameter(name)?.kind, "same", name);
  assert.equal(catalog.parameter("langfuse_public_key")?.kind, "drop");
});

test("a star import binds the package's public names", () => {
  const names = catalog.exportsOf("litellm");
  for (const name of ["completion", "acompletion", "Router", "RateLimitError", "token_counter"]) assert.ok(names.includes(name), name);
  assert.ok(!names.some((name) => name.includes(".")));
  assert.ok(catalog.exportsOf("litellm.exceptions").includes("Timeout"));
});

test("a file that uses a framework's class is read, whatever else it says", () => {
  for (const { path, aliases = [], prefix } of wrappers) {
    for (const spelling of [path, ...aliases]) {
      const dot = spelling.lastIndexOf(".");
      // names that have to begin with `litellm/` speak for themselves
      const name = prefix === undefined ? "gpt-4o" : `${prefix}x`;
      assert.ok(catalog.mayHoldFindings(`from ${spelling.slice(0, dot)} import ${spelling.slice(dot + 1)} as wrapped\nwrapped("${name}")\n`), spelling);
    }
  }
});

test("a file that uses a framework without its classes for models is not read", () => {
  for (const text of ["import dspy\n\nclass QA(dspy.Signature):\n    LM_NAME: str\n", "from crewai.tools import tool\n", "agent = Agent()\n"]) assert.ok(!catalog.mayHoldFindings(text), text);
});

test("the pattern of model strings wants the prefix right after a quote", () => {
  const found = (text: string) => [...text.matchAll(catalog.modelPattern)].map(([prefix]) => prefix);
  assert.deepEqual(found(`a = "openai/gpt-4o"; b = 'azure/x'; c = \`vertex_ai_beta/y\``), ["openai/", "azure/", "vertex_ai_beta/"]);
  assert.deepEqual(found(`"https://openai/x", "./openai/x", "myopenai/x", openai/x, "openai.py"`), []);
});

/** Steps from a short spelling: `.name`, `["key"]`, `[0]`, `()`, `*` for iteration. */
function stepsOf(spelling: string): Step[] {
  const span = { start: 0, end: 0 };
  return [...spelling.matchAll(/\.(\w+)|\["(\w+)"\]|\[(\d+)\]|(\(\))|(\*)/g)].map(([, name, key, index, call]) =>
    name !== undefined
      ? { kind: "attribute", name, span }
      : key !== undefined
        ? { kind: "index", key, span }
        : index !== undefined
          ? { kind: "index", key: Number(index), span }
          : call
            ? { kind: "call", span, count: 0, key: undefined }
            : { kind: "iterate" },
  );
}

test("what an access to an answer means", () => {
  for (const [spelling, verdict] of [
    ["", "same"],
    [".choices[0].message.content", "same"],
    [`["choices"][0]["message"]["content"]`, "same"],
    [".choices*.message.content", "same"],
    [".choices[0].message.content.strip().lower()", "same"],
    [".choices[0].message.tool_calls[0].function.arguments", "same"],
    [".usage.total_tokens", "same"],
    [".model_dump()", "same"],
    [`.model_dump()["choices"][0]["message"]`, "same"],
    [".model_dump().items()", "unknown"],
    [".json()", "same"],
    [".to_dict()", "same"],
    [".model", "differs"],
    [".choices[0].finish_reason", "differs"],
    ["._hidden_params", "litellm-only"],
    [`._hidden_params["response_cost"]`, "litellm-only"],
    [".choices[0].message.reasoning_content", "litellm-only"],
    [".get()", "unknown"],
    [".choices.append()", "unknown"],
    [".no_such_field", "unknown"],
    ["*", "unknown"],
  ] as const)
    assert.equal(catalog.responseRead(stepsOf(spelling), { answer: "chat", stream: false }).verdict, verdict, spelling);
});

test("what an access to a chunk of a stream means", () => {
  for (const [spelling, verdict] of [
    ["", "same"],
    ["*", "same"],
    ["*.choices[0].delta.content", "same"],
    [`*["choices"][0]["delta"]["content"]`, "changed"],
    [`*.choices[0].delta["content"]`, "changed"],
    ["*.choices[0].delta.get()", "changed"],
    ["*.get()", "changed"],
    ["*.choices[0].delta.reasoning_content", "litellm-only"],
    [".choices[0].delta.content", "unknown"],
  ] as const)
    assert.equal(catalog.responseRead(stepsOf(spelling), { answer: "chat", stream: true }).verdict, verdict, spelling);
});

test("the reason for stopping is the same where OpenAI answers", () => {
  const steps = stepsOf(".choices[0].finish_reason");
  assert.equal(catalog.responseRead(steps, { answer: "chat", stream: false, provider: "openai" }).verdict, "same");
  assert.equal(catalog.responseRead(steps, { answer: "chat", stream: false, provider: "anthropic" }).verdict, "differs");
  assert.match(catalog.responseRead(steps, { answer: "chat", stream: false }).entry?.note ?? "", /strict_open_ai_compliance/);
});

test("every exception of LiteLLM says what takes its place", () => {
  assert.equal(catalog.error("litellm.exceptions.RateLimitError")?.portkey, "RateLimitError");
  assert.deepEqual(catalog.error("Timeout")?.also, ["APIStatusError"]);
  for (const { path } of catalog.symbolsOf("litellm-exception")) assert.ok(catalog.error(path), path);
});
