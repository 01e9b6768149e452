// The adapter of a TypeScript project: what it is composed of, how it names models, and where it is.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { transform } from "esbuild";
import { adapterState } from "../../server/src/engine/adapter/adapter-state.ts";
import { typescriptAdapter, typescriptNames } from "../../server/src/engine/adapter/typescript-module.ts";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { readModel } from "../../server/src/engine/catalog/model-string.ts";
import { portkeyModel } from "../../server/src/engine/catalog/portkey-model.ts";
import { adapterFile } from "../../server/src/engine/workspace/adapter-file.ts";
import { modelNames } from "../support/model-names.ts";
import { projectRoot, TestProject } from "../support/project.ts";

const compose = (...names: string[]): string => typescriptAdapter({ names, providerSlugs: { openai: "openai-prod" }, modelMap: {} });

const writtenValue = (text: string | undefined, constant: string): string | undefined => new RegExp(`^const ${constant} =([^;]+);`, "m").exec(text ?? "")?.[1];

/** The module as JavaScript that can be run here, with `names` exported beside the rest. */
async function load(text: string, names: readonly string[] = []): Promise<Readonly<Record<string, (...given: readonly unknown[]) => unknown>>> {
  const { code } = await transform(`${text}\n${names.length > 0 ? `export { ${names.join(", ")} };\n` : ""}`.replace(/^import OpenAI .*$/m, "const OpenAI: any = class {};"), {
    loader: "ts",
    format: "esm",
  });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

describe("the composed adapter of TypeScript", () => {
  test("holds what a name needs and nothing else", () => {
    assert.match(compose("completion"), /^import OpenAI from "openai";$/m);
    assert.doesNotMatch(compose("completion"), /embedding\(|azureDeployment|MODEL_MAP/);
    assert.doesNotMatch(compose("portkeyFetch"), /\bOpenAI\.|import |BARE_MODELS|when:/);
  });

  test("is JavaScript with the same code, in either system of modules", () => {
    const [typed, module, required] = (["typescript", "module", "commonjs"] as const).map((form) =>
      typescriptAdapter({ names: typescriptNames, providerSlugs: { openai: "openai-prod" }, modelMap: {} }, form),
    );
    assert.match(module ?? "", /^export async function completion\(params\) \{$/m);
    assert.match(module ?? "", /^ \* @returns \{Promise<Response>\}$/m);
    assert.match(required ?? "", /^const \{ OpenAI \} = require\("openai"\);$/m);
    assert.match(required ?? "", /^module\.exports = \{ completion, embedding, portkeyFetch, portkeyModel \};$/m);
    const codeOf = (text = ""): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/ Generated.*/g, "");
    assert.doesNotMatch(codeOf(module), /interface |: (?:string|Fields)\b| as [A-Z]/);
    assert.equal(
      codeOf(required)
        .replace(/\nmodule\.exports.*/, "")
        .replace(/const \{ OpenAI \}.*/, "")
        .replace(/\s+/g, ""),
      codeOf(module)
        .replaceAll("export ", "")
        .replace(/import OpenAI.*/, "")
        .replace(/\s+/g, ""),
    );
    for (const constant of ["MAX_RETRIES", "ENDPOINTS", "DROPPED_PREFIXES"]) assert.equal(writtenValue(module, constant), writtenValue(typed, constant));
  });

  test("depends on the names alone, not on their order", () => {
    assert.equal(compose("completion", "embedding"), compose("embedding", "completion", "completion", "noSuchName"));
  });

  test("names the user's slugs, and suggestions as such", () => {
    const text = typescriptAdapter({ names: typescriptNames, providerSlugs: { azure: "@my-azure" }, modelMap: { fast: "@openai-prod/gpt-4o-mini" }, prefixes: ["anthropic", "unheard_of"] });
    assert.match(text, /\["anthropic", "anthropic-main"\], \/\/ suggested/);
    assert.match(text, /\["azure", "my-azure"\],\n/);
    assert.match(text, /\["fast", "@openai-prod\/gpt-4o-mini"\],/);
    assert.doesNotMatch(text, /unheard_of/);
  });

  test("is told from an edited one by its checksum", () => {
    const text = compose("completion");
    assert.equal(adapterState(text), "ours");
    assert.equal(adapterState(text.replaceAll("\n", "\r\n")), "ours");
    assert.equal(adapterState(text.replace("openai-prod", "openai-main")), "edited");
  });

  test("names models as rewrites do", async () => {
    const prefixes = catalog.providers.map(({ prefix }) => prefix);
    const settings = { providerSlugs: Object.fromEntries(prefixes.map((prefix) => [prefix, `of-${prefix}`])), modelMap: { "openai/special": "@mine/special", alias: "@mine/alias" } };
    const { portkeyModel: named, bareModel } = await load(typescriptAdapter({ names: ["completion"], ...settings }), ["bareModel"]);
    const names = [
      ...prefixes.flatMap((prefix) => modelNames.map((name) => `${prefix}/${name}`)),
      ...modelNames,
      "openai/@slug/model",
      "@slug/model/with/more",
      "alias",
      "openai/special",
      "constructor/x",
    ];
    const answer = (name: string): unknown => {
      try {
        return named?.(bareModel?.(name));
      } catch {
        return null;
      }
    };
    const expected = (name: string): string | null => {
      if (name === "alias") return settings.modelMap.alias;
      const reading = readModel(name);
      const model = reading && portkeyModel(reading, settings);
      return model?.kind === "mapped" ? model.name : null;
    };
    assert.deepEqual(
      names.map((name) => `${name} ${answer(name)}`),
      names.map((name) => `${name} ${expected(name)}`),
    );
  });
});

describe("what the adapter sends", () => {
  const module = typescriptAdapter({ names: ["portkeyFetch"], providerSlugs: { openai: "openai-prod", anthropic: "anthropic-main" }, modelMap: { fast: "@openai-prod/gpt-4o-mini" } });

  /** What goes out for a request, or the answer that is given without one. */
  async function sent(address: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    const { portkeyFetch } = await load(module.replace(/\bfetch\(GATEWAY/, "globalThis.adapterTest(GATEWAY"));
    const out: { address: string; headers: Readonly<Record<string, string>>; body: unknown }[] = [];
    Object.assign(globalThis, {
      adapterTest: (url: string, init: { headers: Headers; body: unknown }) => {
        out.push({ address: url, headers: Object.fromEntries(init.headers), body: typeof init.body === "string" ? JSON.parse(init.body) : init.body });
        return new Response("{}");
      },
    });
    const before = process.env.PORTKEY_API_KEY;
    process.env.PORTKEY_API_KEY = "pk-fake";
    const init = body === undefined ? { headers } : { method: "POST", headers, body: body instanceof FormData ? body : JSON.stringify(body) };
    const answer = (await portkeyFetch?.(address, init)) as Response;
    if (before === undefined) delete process.env.PORTKEY_API_KEY;
    else process.env.PORTKEY_API_KEY = before;
    return { answer, out };
  }

  test("is the request with the proxy's own fields and headers as Portkey's", async () => {
    const { out } = await sent(
      "http://localhost:4000/v1/chat/completions",
      {
        model: "fast",
        messages: [],
        temperature: 0,
        num_retries: 9,
        timeout: 2.5,
        api_key: "sk-fake",
        drop_params: true,
        langfuse_secret_key: "sk-fake",
        metadata: { team: "a", user_id: 7, tags: ["x", "y"], trace_id: "t1", long: "z".repeat(200), nothing: null },
        fallbacks: ["anthropic/claude-3", { model: "openai/gpt-4o", temperature: 1, api_key: "sk-fake" }],
        cache: { ttl: 5, "no-cache": true, namespace: "n" },
        extra_body: { unheard_of: 1 },
      },
      { authorization: "Bearer sk-1234", "x-litellm-num-retries": "2", "content-length": "7", "x-team": "a" },
    );
    const [{ address, headers, body } = { address: "", headers: {}, body: {} }] = out;
    assert.equal(address, "https://api.portkey.ai/v1/chat/completions");
    assert.deepEqual(body, { model: "@openai-prod/gpt-4o-mini", messages: [], temperature: 0, unheard_of: 1 });
    const { "x-portkey-config": config = "", "x-portkey-metadata": metadata = "", ...rest } = headers as Readonly<Record<string, string>>;
    assert.deepEqual(rest, {
      "x-portkey-api-key": "pk-fake",
      "x-portkey-request-timeout": "2500",
      "x-portkey-trace-id": "t1",
      "x-portkey-cache-force-refresh": "true",
      "x-portkey-cache-namespace": "n",
      "x-team": "a",
    });
    assert.deepEqual(JSON.parse(metadata), { team: "a", tags: "x,y", _user: "7", long: "z".repeat(128) });
    assert.deepEqual(JSON.parse(config), {
      retry: { attempts: 5, on_status_codes: [408, 409, 429, 500, 502, 503, 504] },
      strategy: { mode: "fallback" },
      targets: [{ model: "@openai-prod/gpt-4o-mini" }, { model: "@anthropic-main/claude-3" }, { model: "@openai-prod/gpt-4o", temperature: 1 }].map((override_params) => ({ override_params })),
      cache: { mode: "simple", max_age: 60 },
    });
  });

  test("knows Azure's addresses, forms, and requests without a body", async () => {
    const form = new FormData();
    form.set("model", "openai/whisper-1");
    const everyKey = Object.fromEntries(["api-key", "Authorization", "X-API-Key", "x-goog-api-key", "Ocp-Apim-Subscription-Key", "x-litellm-api-key"].map((header) => [header, "sk-1234"]));
    assert.deepEqual((await sent("http://litellm/openai/deployments/fast/chat/completions?api-version=1", { messages: [] }, everyKey)).out, [
      { address: "https://api.portkey.ai/v1/chat/completions", headers: { "x-portkey-api-key": "pk-fake" }, body: { messages: [], model: "@openai-prod/gpt-4o-mini" } },
    ]);
    const [recording] = (await sent("http://litellm/v1/audio/transcriptions", form)).out;
    assert.equal(recording?.body instanceof FormData && recording.body.get("model"), "@openai-prod/whisper-1");
    assert.equal((await sent("http://litellm/models", undefined)).out[0]?.address, "https://api.portkey.ai/v1/models");
  });

  test("limits an answer of Anthropic's, which demands it", async () => {
    const bodies = [{ messages: [] }, { messages: [], max_completion_tokens: 5 }].map(
      async (body) => (await sent("http://litellm/chat/completions", { model: "anthropic/claude-3", ...body })).out[0]?.body,
    );
    assert.deepEqual(await Promise.all(bodies.slice(0, 1)), [{ model: "@anthropic-main/claude-3", messages: [], max_tokens: 4096 }]);
    assert.deepEqual(await bodies[1], { model: "@anthropic-main/claude-3", messages: [], max_completion_tokens: 5 });
  });

  test("is nothing where something is not known: the answer is that of a bad request", async () => {
    const refused = async (address: string, body: unknown, headers = {}): Promise<string> => {
      const { answer, out } = await sent(address, body, headers);
      assert.deepEqual([answer.status, out], [400, []]);
      return ((await answer.json()) as { error: { message: string } }).error.message;
    };
    const chat = "http://localhost:4000/chat/completions";
    assert.match(await refused(chat, { model: "nobody", messages: [] }), /"nobody".*providerSlugs.*modelMap/);
    assert.match(await refused(chat, { model: "fast", mock_response: "hi", guardrails: ["x"] }), /mock_response, guardrails/);
    assert.match(await refused(chat, { model: "fast", timeout: "soon" }), /soon/);
    assert.match(await refused("http://localhost:4000/key/generate", {}), /\/key\/generate/);
    assert.match(await refused(chat, { model: "fast" }, { "x-litellm-enable-message-redaction": "true" }), /x-litellm-enable-message-redaction/);
  });
});

describe("the place of the adapter", () => {
  const use = 'import { completion } from "litellm";\nexport const ask = (model: string) => completion({ model, messages: [] });\n';
  const fixed = async (files: Readonly<Record<string, string>>, path: string, settings = {}): Promise<string> => {
    const project = await new TestProject({ strategy: "adapter", providerSlugs: { openai: "openai-prod" }, ...settings }).write(files);
    return /from "(.*)";/.exec(await project.fixed(path))?.[1] ?? "";
  };
  const manifest = { "package.json": "{}" };

  test("is the root of the sources of the nearest package", async () => {
    assert.equal(await fixed({ ...manifest, "src/lib/llm.ts": use }, "src/lib/llm.ts"), "../portkey-adapter");
    assert.equal(await fixed({ ...manifest, "src/a.ts": "", "tests/llm.test.ts": use }, "tests/llm.test.ts"), "../src/portkey-adapter");
    assert.equal(await fixed({ ...manifest, "lib/llm.ts": use }, "lib/llm.ts"), "../portkey-adapter");
    assert.equal(await fixed({ ...manifest, "packages/a/package.json": "{}", "packages/a/llm.tsx": use }, "packages/a/llm.tsx"), "./portkey-adapter");
  });

  test("is imported as the project writes its imports", async () => {
    const other = { "src/other.ts": "export const x = 1;" };
    const importing = (end: string): string => `import { x } from "./other${end}";\n${use}`;
    const ends = await Promise.all(
      ["", ".js", ".ts"].map(async (end) => (await fixed({ ...manifest, ...other, "src/llm.ts": `${use}${importing(end).split("\n")[0]}\n` }, "src/llm.ts")).replace(/^.*adapter/, "")),
    );
    assert.deepEqual(ends, ["", ".js", ".ts"]);
    // Nothing says how: a module of Node's names the whole file.
    assert.equal(await fixed({ "package.json": '{ "type": "module" }', "src/llm.ts": use }, "src/llm.ts"), "./portkey-adapter.js");
    assert.equal(await fixed({ ...manifest, ...other, "src/entry.ts": importing(".js"), "src/llm.ts": use }, "src/llm.ts"), "./portkey-adapter.js");
  });

  test("is named as the file names the root of the sources", async () => {
    const config: Record<string, string> = {
      ...manifest,
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "@acme/*": ["./src/*"] } } }',
      "src/lib/log.ts": "export const log = 1;",
    };
    const at = (imports: string): Promise<string> => fixed({ ...config, "src/lib/llm.ts": `${use}${imports}\n` }, "src/lib/llm.ts");
    assert.equal(await at('import { log } from "@/lib/log";'), "@/portkey-adapter");
    assert.equal(await at('import { log } from "@/lib/log.js";'), "@/portkey-adapter.js");
    // Beside relative imports, or with a name that may be a package's, or of no file, it is one of those.
    assert.equal(await at('import { log } from "@/lib/log";\nimport { other } from "../other";'), "../portkey-adapter");
    assert.equal(await at('import { log } from "@acme/lib/log";'), "../portkey-adapter");
    assert.equal(await at('import { log } from "@/lib/unknown";'), "../portkey-adapter");
    // How a file of JavaScript is named says nothing of one of TypeScript.
    config["src/env.mjs"] = "export const env = process.env;\n";
    assert.equal(await at('import { env } from "@/env.mjs";'), "../portkey-adapter");
    assert.equal(await at('import { env } from "@/env.mjs";\nimport { log } from "@/lib/log";'), "@/portkey-adapter");
    assert.equal(await at('import { env } from "../env.mjs";'), "../portkey-adapter");
    assert.equal(await fixed({ ...config, "src/llm.ts": `${use}import { log } from "@/lib/log";\n` }, "src/llm.ts"), "./portkey-adapter");
  });

  test("is a module of JavaScript where the package has no TypeScript", async () => {
    const plain = use.replace(": string", "");
    const required = 'const { completion } = require("litellm");\nexports.ask = (model) => completion({ model, messages: [] });\n';
    const placeOf = async (files: Readonly<Record<string, string>>, path: string): Promise<string> => {
      const project = await new TestProject({ strategy: "adapter", providerSlugs: { openai: "openai-prod" } }).write(files);
      const place = project.index.adapterFor(projectRoot + path, undefined);
      return place?.kind === "place" ? `${place.uri.slice(projectRoot.length)} ${place.module} ${place.form}` : "";
    };
    const module = { "package.json": '{ "type": "module" }' };
    assert.equal(await placeOf({ ...manifest, "llm.js": required }, "llm.js"), "portkey-adapter.js ./portkey-adapter commonjs");
    assert.equal(await placeOf({ ...manifest, "src/llm.mjs": plain }, "src/llm.mjs"), "src/portkey-adapter.js ./portkey-adapter.js commonjs");
    assert.equal(await placeOf({ ...module, "src/llm.js": plain, "bin/run.js": plain }, "bin/run.js"), "src/portkey-adapter.js ../src/portkey-adapter.js module");
    assert.equal(await placeOf({ ...module, "llm.cjs": required }, "llm.cjs"), "portkey-adapter.cjs ./portkey-adapter.cjs commonjs");
    assert.equal(await placeOf({ ...manifest, "llm.js": required, "types.ts": "export {};" }, "llm.js"), "portkey-adapter.ts ./portkey-adapter undefined");
  });

  test("is not clear without a package", async () => {
    const project = await new TestProject({ strategy: "adapter", providerSlugs: { openai: "openai-prod" } }).write({ "src/llm.ts": use });
    const [finding] = (project.reports.get("src/llm.ts")?.findings ?? []).filter(({ rule }) => rule === "litellm-completion");
    assert.match(finding?.manual ?? "", /adapterPath/);
    assert.deepEqual(
      finding?.fixes.filter(({ strategy }) => strategy === "adapter"),
      [],
    );
  });
});

describe("the adapter's file in TypeScript", () => {
  const uri = `${projectRoot}src/portkey-adapter.ts`;
  const settings = { providerSlugs: { openai: "openai-prod" }, modelMap: {} };
  const use = { names: ["completion"], prefixes: ["openai"], aliases: { smart: ["openai/gpt-4o"], mixed: ["openai/gpt-4o", "anthropic/claude-3"] }, catchesOpenAiErrors: false };
  const file = (existing: string | undefined, needs: readonly ("names" | "fetch")[], of = use) =>
    adapterFile({ uri, existing, needs: needs.map((each) => ({ needs: each })), use: of, settings: { ...settings } as never });

  test("holds the proxy's names behind which one model stands, and keeps what it offers", () => {
    const first = file(undefined, ["fetch"]);
    assert.ok(first.kind === "written");
    assert.match(first.text, /\["smart", "@openai-prod\/gpt-4o"\]/);
    assert.doesNotMatch(first.text, /mixed|function completion/);
    const second = file(first.text, ["names"], { ...use, aliases: {} as never });
    assert.ok(second.kind === "written");
    assert.match(second.text, /export function completion/);
    assert.match(second.text, /export function portkeyFetch/);
    assert.match(second.text, /\["smart", "@openai-prod\/gpt-4o"\]/);
    assert.equal(file(second.text, ["names", "fetch"]).kind, "kept");
  });

  test("is never overwritten once it was edited", () => {
    const first = file(undefined, ["fetch"]);
    assert.ok(first.kind === "written");
    const edited = first.text.replace("MAX_RETRIES = 5", "MAX_RETRIES = 2");
    assert.equal(file(edited, ["fetch"]).kind, "kept");
    const refused = file(edited, ["names"]);
    assert.deepEqual([refused.kind, refused.kind === "refused" && refused.reason], ["refused", "the adapter has been edited and lacks what is needed now"]);
    assert.equal(file("export const mine = 1;\n", ["fetch"]).kind, "refused");
  });
});
