// What is found in TypeScript files because of what other files give them, by whatever name a project gives its modules.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ProjectFiles, TestProject } from "../support/project.ts";

function checkProject(title: string, files: ProjectFiles, expected: readonly string[]): void {
  test(`across TypeScript files: ${title}`, async () => {
    const project = await new TestProject().write(files);
    assert.deepEqual(project.lines(), expected);
  });
}

const llm = 'export { completion } from "litellm";\n';
const use = (module: string): string => `import { completion } from "${module}";\ncompletion({ model: name, messages: [] });\n`;
/** The finding of `use` in a file, given by `llm` in another one, possibly by way of others. */
const found = (path: string, ...origins: readonly string[]): string => [`${path}:2 litellm-completion litellm.completion`, ...origins.map((origin) => `${origin} completion`)].join(" < ");

checkProject(
  "index files, stars, namespaces, other names, defaults",
  {
    "src/llm/index.ts": 'export * from "./calls.js";\nexport * as calls from "./calls";\nexport { completion as ask } from "./calls";\nexport { default } from "./default";\n',
    "src/llm/calls.ts": llm,
    "src/llm/default.ts": 'import { completion } from "litellm";\nexport default completion;\n',
    "src/use.ts": 'import byDefault, { ask, calls, completion } from "./llm";\ncompletion();\nask();\ncalls.completion();\nbyDefault();\n',
    "src/later.ts": 'const run = async () => (await import("./llm/index.js")).completion();\nconst { ask } = require("./llm");\nask();\n',
  },
  [
    "src/later.ts:1 litellm-completion litellm.completion < src/llm/calls.ts:1 completion",
    "src/later.ts:3 litellm-completion litellm.completion < src/llm/index.ts:3 ask < src/llm/calls.ts:1 completion",
    "src/llm/calls.ts:1 litellm-import litellm.completion",
    "src/llm/default.ts:1 litellm-import litellm.completion",
    "src/llm/default.ts:2 litellm-completion litellm.completion",
    "src/use.ts:2 litellm-completion litellm.completion < src/llm/calls.ts:1 completion",
    "src/use.ts:3 litellm-completion litellm.completion < src/llm/index.ts:3 ask < src/llm/calls.ts:1 completion",
    "src/use.ts:4 litellm-completion litellm.completion < src/llm/index.ts:2 calls < src/llm/calls.ts:1 completion",
    "src/use.ts:5 litellm-completion litellm.completion < src/llm/index.ts:4 default < src/llm/default.ts:2 default",
  ],
);

checkProject(
  "paths of a tsconfig, with comments, a base and references",
  {
    "tsconfig.base.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "~llm": ["./src/llm.ts"], }, /* shared */ } }',
    "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
    "tsconfig.app.json": '{ "extends": "./tsconfig.base.json" }',
    "src/llm.ts": llm,
    "src/a.ts": use("@/llm"),
    "src/deep/b.tsx": use("@/llm.js"),
    "src/c.ts": use("~llm"),
    "src/d.ts": use("@other/llm"),
  },
  [found("src/a.ts", "src/llm.ts:1"), found("src/c.ts", "src/llm.ts:1"), found("src/deep/b.tsx", "src/llm.ts:1"), "src/llm.ts:1 litellm-import litellm.completion"],
);

checkProject(
  "the base of a tsconfig or jsconfig, the nearest one first",
  {
    "web/jsconfig.json": '{ "compilerOptions": { "baseUrl": "app" } }',
    "web/app/lib/llm.js": llm,
    "web/app/use.js": use("lib/llm"),
    "api/tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "#lib/*": ["lib/*"] } } }',
    "api/lib/llm.ts": llm,
    "api/use.ts": use("lib/llm"),
    "other.ts": use("lib/llm"),
  },
  [
    found("api/use.ts", "api/lib/llm.ts:1"),
    found("web/app/use.js", "web/app/lib/llm.js:1"),
    "api/lib/llm.ts:1 litellm-import litellm.completion",
    "web/app/lib/llm.js:1 litellm-import litellm.completion",
  ].sort(),
);

checkProject(
  "a package's own names, and the names of the workspace's packages",
  {
    "packages/llm/package.json":
      '{ "name": "@acme/llm", "imports": { "#calls": { "default": "./src/calls.ts" } }, "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" }, "./calls": "./dist/calls.js" } }',
    "packages/llm/src/index.ts": 'export { completion } from "#calls";\n',
    "packages/llm/src/calls.ts": llm,
    "packages/plain/package.json": '{ "name": "plain", "main": "lib/main.js" }',
    "packages/plain/src/main.ts": llm,
    "apps/web/a.ts": use("@acme/llm"),
    "apps/web/b.ts": use("@acme/llm/calls"),
    "apps/web/c.ts": use("plain"),
    "apps/web/d.ts": use("@acme/unknown"),
  },
  [
    found("apps/web/a.ts", "packages/llm/src/index.ts:1", "packages/llm/src/calls.ts:1"),
    found("apps/web/b.ts", "packages/llm/src/calls.ts:1"),
    found("apps/web/c.ts", "packages/plain/src/main.ts:1"),
    "packages/llm/src/calls.ts:1 litellm-import litellm.completion",
    "packages/plain/src/main.ts:1 litellm-import litellm.completion",
  ],
);

const ask = (base: string): string => `${base} + "/chat/completions"`;

checkProject(
  "an address that another file keeps",
  {
    "src/config.ts":
      'export const API_BASE = process.env.LITELLM_URL ?? "http://localhost:4000";\nexport const config = { gateway: { url: process.env.LITELLM_URL } };\nexport const HOST = "http://10.0.0.5:4000";\n',
    "src/a.ts":
      'import OpenAI from "openai";\nimport { API_BASE, HOST, config } from "./config";\nnew OpenAI({ baseURL: API_BASE });\nnew OpenAI({ baseURL: config.gateway.url });\nnew OpenAI({ baseURL: HOST + "/v1" });\n',
    "src/b.ts": `import * as settings from "./config";\nawait fetch(${ask("settings.API_BASE")});\n`,
    "src/c.ts": `import { OTHER } from "./config";\nawait fetch(${ask("OTHER")});\n`,
  },
  [
    "src/a.ts:3 litellm-proxy-client openai.default < src/config.ts:1 API_BASE",
    "src/a.ts:4 litellm-proxy-client openai.default < src/config.ts:2 config",
    "src/a.ts:5 litellm-proxy-client openai.default < src/config.ts:3 HOST",
    `src/b.ts:2 litellm-proxy-client fetch(${ask("settings.API_BASE")}) < src/config.ts:1 API_BASE`,
    "src/config.ts:1 litellm-environment LITELLM_URL",
    "src/config.ts:2 litellm-environment LITELLM_URL",
    'src/config.ts:3 litellm-proxy-client "http://10.0.0.5:4000"',
  ],
);

checkProject(
  "an address that a function of another file returns",
  {
    "src/config.ts":
      'const BASE = process.env.LITELLM_URL ?? "http://localhost:4000";\nexport function baseUrl() {\n  return BASE;\n}\nexport const chatUrl = () => {\n  const base = baseUrl();\n  return base + "/v1/chat/completions";\n};\nexport async function later() {\n  return BASE;\n}\nexport const ofTenant = (tenant: string) => BASE + "/" + tenant;\n',
    "src/a.ts":
      'import OpenAI from "openai";\nimport { baseUrl, later, ofTenant } from "./config";\nnew OpenAI({ baseURL: baseUrl() });\nnew OpenAI({ baseURL: await later() });\nnew OpenAI({ baseURL: ofTenant("a") });\n',
    "src/b.ts": 'import * as settings from "./config";\nawait fetch(settings.chatUrl(), { method: "POST" });\n',
  },
  [
    "src/a.ts:3 litellm-proxy-client openai.default < src/config.ts:2 baseUrl",
    'src/b.ts:2 litellm-proxy-client fetch(settings.chatUrl(), { method: "POST" }) < src/config.ts:5 chatUrl',
    "src/config.ts:1 litellm-environment LITELLM_URL",
  ],
);

test("across TypeScript files: names follow the project that gives them", async () => {
  const project = await new TestProject().write({ "src/llm.ts": llm, "src/use.ts": use("@/llm") });
  assert.deepEqual(project.lines(), ["src/llm.ts:1 litellm-import litellm.completion"]);
  const files = { "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["src/*"] } } }', "src/llm.ts": llm, "src/use.ts": use("@/llm") };
  await project.write(files);
  assert.deepEqual(project.lines(), (await new TestProject().write(files)).lines());
  assert.equal(project.lines().length, 2);
});

checkProject(
  "classes of clients that an index hands on, and the program's own that build on them",
  {
    "src/sdk/index.ts":
      'import { AzureOpenAI } from "openai";\nexport { default as OpenAI } from "openai";\nexport * from "@langchain/openai";\nexport { AzureOpenAI as Azure };\nexport * from "./own";\n',
    "src/sdk/own.ts":
      'import { ChatOpenAI as Base } from "@langchain/openai";\nexport class ChatLitellm extends Base {\n  constructor(id: string, fields?: object) {\n    super(fields);\n  }\n}\nexport class Plain extends ChatLitellm {}\n',
    "src/further.ts":
      'import { OpenAI, Plain } from "./sdk";\nexport class Further extends Plain {}\nexport class Client extends OpenAI {\n  constructor() {\n    super({ baseURL: "http://litellm:4000" });\n  }\n}\n',
    "src/use.ts": [
      'import { Azure, ChatLitellm, ChatOpenAI, OpenAI, Plain } from "./sdk";',
      'import { Client, Further } from "./further";',
      'new OpenAI({ baseURL: "http://litellm:4000" });',
      'new Azure({ endpoint: "http://litellm:4000" });',
      'new ChatOpenAI({ configuration: { baseURL: "http://litellm:4000" } });',
      'new ChatLitellm("id", options);',
      'new Plain("id", { configuration: { baseURL: process.env.LITELLM_URL } });',
      'new Further("id", { configuration: { baseURL: "http://litellm:4000" } });',
      'new Client().chat.completions.create({ model: "gpt-4o", messages: [] });',
      'new Plain("id", { configuration: { baseURL: "https://api.openai.com/v1" } });',
      'new Plain("id", options);',
      'new ChatLitellm("id");',
      "",
    ].join("\n"),
    "src/other.ts": 'import { OpenAI, Plain } from "./other-sdk";\nnew OpenAI({ baseURL: process.env.BASE_URL });\nnew Plain({ litellm: true });\n',
    "src/other-sdk.ts": 'export { OpenAI } from "our-openai";\nexport class Plain extends Base {}\n',
  },
  [
    "src/further.ts:5 litellm-proxy-client openai.default",
    "src/sdk/own.ts:4 litellm-proxy-client @langchain/openai.ChatOpenAI",
    "src/use.ts:3 litellm-proxy-client openai.default",
    "src/use.ts:4 litellm-proxy-client openai.AzureOpenAI",
    "src/use.ts:5 litellm-proxy-client @langchain/openai.ChatOpenAI",
    "src/use.ts:6 litellm-proxy-client @langchain/openai.ChatOpenAI",
    "src/use.ts:7 litellm-proxy-client @langchain/openai.ChatOpenAI",
    "src/use.ts:8 litellm-proxy-client @langchain/openai.ChatOpenAI",
  ],
);

test("across TypeScript files: a client's class follows the file that hands it on", async () => {
  const sdk = 'export { OpenAI } from "openai";\n';
  const use = 'import { OpenAI } from "./sdk";\nnew OpenAI({ baseURL: "http://litellm:4000" });\n';
  const [asClient, asAddress] = ["src/use.ts:2 litellm-proxy-client openai.OpenAI", 'src/use.ts:2 litellm-proxy-client "http://litellm:4000"'];
  const project = await new TestProject().write({ "src/use.ts": use });
  assert.deepEqual(project.lines(), [asAddress]);
  await project.write({ "src/sdk.ts": sdk });
  assert.deepEqual(project.lines(), [asClient]);
  await project.write({ "src/sdk.ts": sdk.replace('"openai"', '"my-openai"') });
  assert.deepEqual(project.lines(), [asAddress]);
  await project.write({ "src/sdk.ts": "import { OpenAI as Base } from 'openai';\nexport class OpenAI extends Base {}\n" });
  assert.deepEqual(project.lines(), [asClient]);
  await project.write({ "src/sdk.ts": undefined });
  assert.deepEqual(project.lines(), [asAddress]);
});

test("across TypeScript files: a client whose class an index hands on is fixed where it is made", async () => {
  const project = await new TestProject({ modelMap: { fast: "@openai-prod/gpt-4o" } }).write({
    "src/sdk.ts": 'export { OpenAI } from "openai";\n',
    "src/use.ts":
      'import { OpenAI } from "./sdk";\n\nconst client = new OpenAI({ baseURL: "http://litellm:4000", apiKey: process.env.LITELLM_API_KEY });\nawait client.chat.completions.create({ model: "fast", messages: [] });\n',
  });
  assert.equal(
    await project.fixed("src/use.ts"),
    'import { OpenAI } from "./sdk";\n\nconst client = new OpenAI({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });\nawait client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages: [] });\n',
  );
});
