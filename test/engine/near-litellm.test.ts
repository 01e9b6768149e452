// Names of models that other tools spell like LiteLLM: found where something around their file uses LiteLLM, and only counted elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sealed } from "../../server/src/engine/adapter/adapter-state.ts";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { defaultSettings } from "../../server/src/engine/settings.ts";
import { ModuleIndex } from "../../server/src/engine/workspace/module-index.ts";
import { randomBelow } from "../support/check-case.ts";
import { testHost } from "../support/grammars.ts";
import { type ProjectFiles, TestProject } from "../support/project.ts";

const model = "MODEL = 'openai/gpt-4o'\n";

/** The files in which names of models are found, and those in which they are left out. */
function placesOf({ reports }: TestProject): { readonly found: string[]; readonly leftOut: string[] } {
  const files = [...reports].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    found: files.flatMap(([path, { findings }]) => findings.flatMap(({ rule }) => (rule === "litellm-model-string" ? [path] : []))),
    leftOut: files.flatMap(([path, { leftOut = [] }]) => leftOut.map(() => path)),
  };
}

function checkProject(title: string, files: ProjectFiles, found: readonly string[], leftOut: readonly string[]): void {
  test(`near LiteLLM: ${title}`, async () => {
    assert.deepEqual(placesOf(await new TestProject().write(files)), { found, leftOut });
  });
}

for (const [title, text] of Object.entries({
  "an import": "import litellm\n",
  "an import in a function": "def ask():\n    from litellm.types.utils import Usage\n",
  "a module asked for by its name": "import importlib\nlitellm = importlib.import_module('litellm')\n",
  "a framework's class for it": "from google.adk.models.lite_llm import LiteLlm\n",
  "a variable": "import os\nkey = os.environ['LITELLM_API_KEY']\n",
  "a proxy's address": "url = 'http://litellm:4000'\n",
  "Portkey, to which half of the calls have gone": "from portkey_ai import Portkey\n",
})) {
  checkProject(`${title} anywhere is enough for all files`, { "config.py": model, "deep/down/llm.py": text }, ["config.py"], []);
}

checkProject(
  "TypeScript, whose files lie beside each other",
  { "src/config.ts": "export const model = 'gemini/gemini-1.5-pro';\n", "src/llm.ts": "const { completion } = require('litellm');\n" },
  ["src/config.ts"],
  [],
);

const listing = "export const models = ['openai/gpt-4o'];\n";
const openRouter = "export const models = ['openai/gpt-4o'];\nexport const url = 'https://openrouter.ai/api/v1';\n";
const client = "export const url = process.env.LITELLM_URL;\n";

const manyInTests = "const keys = { litellm: 'LITELLM_API_KEY', ollama: '', groq: 'K1', bedrock: 'K2', together: 'K3' };\n";
checkProject("a file that offers many providers says little of its own names", { "src/keys.ts": `${manyInTests}${listing}` }, [], ["src/keys.ts"]);
checkProject(
  "a file that asks the proxy for what only LiteLLM has, whatever providers it speaks of",
  { "test/discover.ts": `${manyInTests}export const isInfo = (url: string) => url.endsWith('/model/info');\n${listing}` },
  ["test/discover.ts"],
  [],
);
checkProject(
  "a file that asks for what other servers have as well",
  { "test/users.ts": `${manyInTests}export const isInfo = (url: string) => url.endsWith('/user/info');\n${listing}` },
  [],
  ["test/users.ts"],
);

checkProject(
  "names that are looked up in a table called after LiteLLM, not those of other tables",
  {
    "test/registry.ts": `${manyInTests}export const found = liteLlmModels["openai/gpt-4o"];\n`,
    "test/models.ts": `${manyInTests}export const found = registry.models["openai/gpt-4o"];\n`,
  },
  ["test/registry.ts"],
  ["test/models.ts"],
);

const toLiteLlm = `(model: string, prefix: string) => (model.startsWith(\`\${prefix}/\`) ? model : \`\${prefix}/\${model}\`);\n`;
checkProject(
  "names that are put together for many providers, unless the function is called after LiteLLM",
  { "src/litellm-id.ts": `${manyInTests}export const openRouter = 1;\nexport const toLitellmModelId = ${toLiteLlm}export const toModelId = ${toLiteLlm}` },
  ["src/litellm-id.ts", "src/litellm-id.ts"],
  ["src/litellm-id.ts", "src/litellm-id.ts"],
);

checkProject("a listing in TypeScript, where nothing names another gateway", { "src/far.ts": listing, "src/llm.ts": client }, ["src/far.ts"], []);
checkProject(
  "a listing in TypeScript beside a file that uses it, where others work with another gateway",
  {
    "src/far.ts": listing,
    "src/given.ts": "export const model = 'mistral/mistral-large-latest';\nexport const [provider] = model.split('/');\n",
    "src/llm.ts": `import { model } from './given';\n${client}`,
    "src/other.ts": `import { url as proxyUrl } from './llm';\n${openRouter}`,
    "src/page.ts": `import { url } from './llm';\n${listing}`,
  },
  ["src/given.ts", "src/given.ts", "src/page.ts"],
  ["src/far.ts", "src/other.ts"],
);
checkProject(
  "beside a file for which it is one provider among many",
  {
    "src/groq.ts": "export const model = 'openai/gpt-4o';\n",
    "src/index.ts": "import './groq';\nimport './litellm';\nimport './bedrock';\nimport './ollama';\nimport './together';\n",
    "src/litellm.ts": client,
  },
  [],
  ["src/groq.ts"],
);
checkProject(
  "a listing in TypeScript that takes what uses it by way of a folder's index",
  {
    "src/ai/index.ts": "export * from './client';\n",
    "src/ai/client.ts": client,
    "src/far.ts": listing,
    "src/page.ts": `import { url } from './ai';\n${listing}`,
    "src/site.ts": "export const site = 'https://openrouter.ai';\n",
  },
  ["src/page.ts"],
  ["src/far.ts"],
);
checkProject(
  "in a program that has a module for each of many providers",
  {
    "src/pick.ts": "export const choice = { provider: 'ollama', model: 'ollama/llama3' };\n",
    "src/providers/groq.ts": "export {};\n",
    "src/providers/litellm.ts": `${client}export const model = 'ollama/llama3';\n`,
    "src/providers/mistral/index.ts": "export {};\n",
    "src/providers/ollama.ts": "export const model = 'ollama/llama3';\nexport const bare = model.replace('ollama/', '');\n",
    "src/providers/together.ts": "export {};\n",
  },
  ["src/providers/litellm.ts"],
  ["src/pick.ts", "src/providers/ollama.ts"],
);
checkProject(
  "the same names in a program with fewer modules, or with LiteLLM's elsewhere",
  {
    "src/litellm.ts": client,
    "src/pick.ts": "export const choice = { provider: 'ollama', model: 'ollama/llama3' };\n",
    "src/providers/groq.ts": "export const url = 'https://openrouter.ai';\n",
    "src/providers/mistral.ts": "export {};\n",
    "src/providers/ollama.ts": "export {};\n",
    "src/providers/together.ts": "export {};\n",
  },
  ["src/pick.ts"],
  [],
);
checkProject(
  "a file that offers it among many providers, but for what it calls LiteLLM's",
  {
    "src/auth.ts":
      "const keys = { litellm: 'LITELLM_API_KEY', ollama: '', groq: 'K1', bedrock: 'K2', together: 'K3' };\nexport const zai = 'zai/glm-5';\nexport const litellmModel = 'openai/gpt-4o';\n",
    "src/litellm.ts":
      "import { keys } from './keys';\nexport const url = process.env.LITELLM_URL;\nexport const models = { model: 'openai/gpt-4o', others: [keys.ollama, keys.groq, keys.bedrock, keys.together] };\n",
  },
  ["src/auth.ts", "src/litellm.ts"],
  ["src/auth.ts"],
);
checkProject(
  "a file that works with the package itself, whatever else it speaks of",
  { "app/llm.py": `import litellm\n\nOTHERS = ["ollama", "bedrock", "together", "groq"]  # as OpenCode has them\n\n\ndef isOpenAi(name):\n    return name.startswith("openai/")\n` },
  ["app/llm.py"],
  [],
);
checkProject(
  "a vendor's spelling in a file that names another gateway, unless it speaks of LiteLLM",
  {
    "src/llm.ts": client,
    "src/about.ts": "// as LiteLLM calls it, and OpenRouter\nexport const model = 'bedrock/anthropic.claude-opus-4-5';\n",
    "src/other.ts": "export const gateway = 'openrouter';\nexport const model = 'bedrock/anthropic.claude-opus-4-5';\n",
  },
  ["src/about.ts"],
  ["src/other.ts"],
);
checkProject(
  "tables for many providers, of which LiteLLM is one",
  {
    "src/llm.ts": client,
    "src/models.ts":
      "export const models = {\n  openrouter: ['openai/gpt-4o'],\n  groq: ['openai/gpt-oss-120b'],\n  bedrock: [],\n  deepinfra: ['openai/gpt-oss-20b'],\n  litellm: ['openai/gpt-4o'],\n  own: ['anthropic/claude-3-5-sonnet-20241022'],\n};\n",
  },
  ["src/models.ts"],
  ["src/models.ts", "src/models.ts", "src/models.ts", "src/models.ts"],
);
checkProject(
  "where other gateways are named beside LiteLLM, names that are taken apart may be the program's own",
  {
    "src/llm.ts": client,
    "src/names.ts": "// for LiteLLM and OpenRouter\nexport const provider = model.split('/')[0];\n",
    "src/only.ts": "// for LiteLLM\nexport const provider = model.split('/')[0];\n",
    "src/owner.ts": "// as OpenCode shows it\nexport const ownerOf = (model: LiteLLMModel) => model.id.split('/')[0];\n",
  },
  ["src/only.ts", "src/owner.ts"],
  ["src/names.ts"],
);
checkProject(
  "where only a comment speaks of LiteLLM, and code names another gateway",
  { "src/cache.ts": "// Anthropic, be it by way of LiteLLM\nexport const isCached = ({ provider, id }) => provider === 'openrouter' && id.startsWith('anthropic/');\n" },
  [],
  ["src/cache.ts"],
);
const comparing = "// litellm-style ids\nexport const isClaude = (id) => id.startsWith('anthropic/');\n";
checkProject("words that only compare", { "src/far.ts": comparing, "src/llm.ts": client, "src/site.ts": openRouter }, [], ["src/far.ts", "src/site.ts"]);
checkProject("where an import leads from them to LiteLLM", { "src/a.ts": `import './llm';\n${comparing}`, "src/llm.ts": client, "src/site.ts": openRouter }, ["src/a.ts"], ["src/site.ts"]);
checkProject(
  "another gateway that is named in a file without any word of LiteLLM's",
  { "src/far.ts": listing, "src/llm.ts": client, "src/site.ts": "export const site = 'https://openrouter.ai';\n" },
  [],
  ["src/far.ts"],
);
checkProject("an open model beside it may be that of any server", { "src/llm.ts": client, "src/page.ts": "import './llm';\nexport const model = 'openai/gpt-oss-120b';\n" }, [], []);

checkProject(
  "nothing uses it: what only LiteLLM spells so stays, talk of it is no use, and one file speaks for itself alone",
  {
    "config.py": `${model}if name.startswith('vertex_ai/'):\n    pass\n`,
    "own.py": "MODEL = 'vertex_ai/gemini-1.5-pro'\n",
    "prefixes.py": "MODEL = 'anthropic/claude-3-5-sonnet-20241022'\nif MODEL.startswith('anthropic/'):\n    pass\n",
    "proxy.py": "litellm_model = 'openai/gpt-4o'\n",
    "registry.ts": "export const model = 'gemini/gemini-1.5-pro';\n",
    "talk.py": "# LiteLLM calls it so, litellm.completion too\nMODEL = 'openai/gpt-4o'\n",
  },
  ["config.py", "own.py", "proxy.py"],
  ["config.py", "prefixes.py", "prefixes.py", "registry.ts", "talk.py"],
);

checkProject(
  "only a framework calls it: the files that use it, with those they import or are imported by",
  {
    "app/__init__.py": "",
    "app/agents.py": `${model}from .mine import x\n`,
    "app/config.py": model,
    "app/crew.py": `from crewai import Agent\nfrom . import settings\nfrom app.config import MODEL\n\nFAST = 'openai/gpt-4o-mini'\n`,
    "app/main.py": `from app.crew import FAST\n\nSLOW = 'openai/gpt-4o'\n`,
    "app/other.py": model,
    "app/settings.py": model,
  },
  ["app/config.py", "app/crew.py", "app/main.py", "app/settings.py"],
  ["app/agents.py", "app/other.py"],
);

checkProject(
  "a framework with clients of its own is none before it is told of LiteLLM",
  { "app/judge.py": `import instructor\n\n${model}`, "app/run.py": `from app.judge import MODEL\n\n${model}` },
  [],
  ["app/judge.py", "app/run.py"],
);
checkProject("such a framework whose class for LiteLLM is named", { "app/judge.py": `import smolagents\n\n${model}smolagents.LiteLLMModel(MODEL)\n` }, ["app/judge.py"], []);

const adapter = sealed("//", "/** Takes LiteLLM's names of models. */\nexport const portkeyFetch = (url: string): string => url;\n");
const byAdapter = 'import { portkeyFetch } from "./portkey-adapter";\nexport const model = "openai/gpt-4o-mini";\n';
checkProject("what is given to the adapter keeps its name", { "portkey-adapter.ts": adapter, "ask.ts": byAdapter }, [], ["ask.ts"]);
checkProject(
  "what is given to the adapter keeps its name while other files go on using LiteLLM",
  { "portkey-adapter.ts": adapter, "ask.ts": byAdapter, "models.ts": 'export const model = "openai/gpt-4o-mini";\n', "old.ts": "export const url = process.env.LITELLM_BASE_URL;\n" },
  ["models.ts"],
  ["ask.ts"],
);

test("near LiteLLM: a name that only a framework reads is left to a person, by every strategy", async () => {
  const fixesOf = async (files: ProjectFiles): Promise<(string | undefined)[]> => {
    const report = (await new TestProject().write({ "config.py": model, ...files })).reports.get("config.py");
    return report?.findings.map(({ fixes, manual }) => fixes[0]?.title ?? manual) ?? [];
  };
  const kept =
    "Nothing here uses LiteLLM but a framework, which needs LiteLLM's name: give it `openai/` and Portkey's name, with `api_base` and `api_key` of Portkey. Portkey's name is `@openai-prod/gpt-4o`.";
  assert.deepEqual(await fixesOf({ "crew.py": "from crewai import Crew\nfrom config import MODEL\n" }), [kept]);
  assert.deepEqual(await fixesOf({ "crew.py": "from crewai import Crew\nfrom config import MODEL\n", "llm.py": "import litellm\n" }), ['Replace with "@openai-prod/gpt-4o"']);
});

checkProject(
  "a package whose inside uses a framework is imported by dots alone",
  { "app/__init__.py": "import dspy\n", "app/use.py": `from . import dspy\n${model}`, "app/other.py": model },
  ["app/use.py"],
  ["app/other.py"],
);

checkProject(
  "a module that is only called like a framework's is none; inside a folder of the name it is",
  { "agents/__init__.py": "", "agents/tools.py": "", "main.py": `from agents import tools\n${model}` },
  [],
  ["main.py"],
);
checkProject(
  "an example of a framework in a folder called after it",
  { "examples/crewai/run.py": `from crewai import Agent\n${model}`, "examples/crewai/__init__.py": "" },
  ["examples/crewai/run.py"],
  [],
);

test("near LiteLLM: where nobody has looked at all files, each name is told", async () => {
  const engine = await createEngine(testHost);
  const uri = "file:///space/config.py";
  const rulesWith = async (modules?: ModuleIndex, proxyModels = {}) => {
    const { findings } = await engine.analyze({ uri, grammar: "python", text: model }, { settings: defaultSettings, workspace: { proxyModels, ...(modules ? { modules } : {}) } });
    return findings.map(({ rule }) => rule);
  };
  const found = ["litellm-model-string"];
  const index = new ModuleIndex(catalog);
  assert.deepEqual(await rulesWith(), found);
  index.allRead();
  assert.deepEqual(await rulesWith(index), found, "a file that the index does not know");
  const partial = new ModuleIndex(catalog);
  partial.setText(uri, model);
  assert.deepEqual(await rulesWith(partial), found, "some files are not read yet");
  partial.allRead();
  assert.deepEqual(await rulesWith(partial), []);
  assert.deepEqual(await rulesWith(partial, { fast: ["openai/gpt-4o"] }), found, "a proxy is configured");
});

test("near LiteLLM: only files that hold names of models are analyzed anew when the answer changes", async () => {
  const project = await new TestProject().write({ "config.py": model, "own.py": "MODEL = 'vertex_ai/gemini-1.5-pro'\n", "plain.py": "import os\n" });
  assert.deepEqual(placesOf(project), { found: ["own.py"], leftOut: ["config.py"] });
  project.analyzed.length = 0;
  await project.write({ "llm.py": "import litellm\n" });
  assert.deepEqual(project.analyzed, ["llm.py", "config.py", "own.py"]);
  assert.deepEqual(placesOf(project), { found: ["config.py", "own.py"], leftOut: [] });
  await project.write({ "llm.py": undefined });
  assert.deepEqual(placesOf(project), { found: ["own.py"], leftOut: ["config.py"] });
});

test("near LiteLLM: a suppression comment is not called useless for a name that is left out", async () => {
  const text = `${model.trimEnd()}  # portkey-migrate-ignore litellm-model-string: ours\n`;
  const rulesOf = async (files: ProjectFiles) => (await new TestProject().write(files)).reports.get("config.py")?.findings.map(({ rule }) => rule);
  assert.deepEqual(await rulesOf({ "config.py": text }), []);
  assert.deepEqual(await rulesOf({ "config.py": "MODEL = 1  # portkey-migrate-ignore litellm-model-string: ours\n" }), ["suppression-comment"]);
});

test("near LiteLLM: an index that followed changes says the same as one made afresh", async () => {
  const random = randomBelow(11);
  const contents = [
    model,
    `from b import x\n${model}`,
    `import a, c\n${model}`,
    "from crewai import Agent\n",
    "from crewai import Agent\nfrom a import MODEL\n",
    "import litellm\n",
    "x = 1\n",
    undefined,
  ];
  const project = new TestProject();
  const files: Record<string, string | undefined> = {};
  for (let step = 0; step < 40; step++) {
    const path = `${"abcd"[random(4)]}.py`;
    const text = contents[random(contents.length)];
    files[path] = text;
    await project.write({ [path]: text });
    const fresh = await new TestProject().write(files);
    assert.deepEqual(placesOf(project), placesOf(fresh), `step ${step}: ${JSON.stringify(files)}`);
  }
});

test("near LiteLLM: a variable that may be called after any light model is LiteLLM's where something around it is", async () => {
  const variable = "const key = process.env.LITE_LLM_API_KEY;\n";
  const rulesOf = async (files: ProjectFiles): Promise<string[]> => {
    const { reports } = await new TestProject().write(files);
    return [...reports].flatMap(([path, { findings, leftOut = [] }]) => [...findings.map(({ rule }) => `${path}: ${rule}`), ...leftOut.map(({ rule }) => `${path}: left out ${rule}`)]).sort();
  };
  assert.deepEqual(await rulesOf({ "a.ts": variable }), ["a.ts: left out litellm-environment"]);
  assert.deepEqual(await rulesOf({ "a.ts": variable, "b.ts": 'export const provider = "LiteLLM";\n' }), ["a.ts: litellm-environment"]);
  assert.deepEqual(await rulesOf({ "a.ts": `${variable}throw new Error("LiteLLM needs a key");\n` }), ["a.ts: litellm-environment"]);
});

const proxyClient = "import os\n\nfrom openai import OpenAI\n\nclient = OpenAI(base_url=os.environ['LITELLM_BASE_URL'])\n";
const manyProviders = "PROVIDERS = ['litellm', 'openrouter', 'ollama', 'groq', 'bedrock', 'together']\n";

checkProject(
  "in a program of Python's that asks a proxy beside other gateways, what leads there",
  {
    "app/agent.py": model,
    "app/chat.py": `from app.proxy import client\n${model}`,
    "app/providers.py": manyProviders,
    "app/proxy.py": proxyClient,
    "tests/test_agent.py": "PREFIX = 'openai/'\nassert PREFIX\n",
  },
  ["app/chat.py"],
  ["app/agent.py"],
);
for (const [title, files] of Object.entries({
  "asks a proxy alone": {},
  "imports the package too": { "app/llm.py": "import litellm\n", "app/providers.py": manyProviders },
  "loads the package by its name": { "app/llm.py": "import importlib\n\nllm = importlib.import_module('litellm')\n", "app/providers.py": manyProviders },
  "loads the package by a module of its own": { "app/llm.py": "from app.lazy import litellm\n", "app/providers.py": manyProviders },
  "has a framework that calls it": { "app/llm.py": "import dspy\n", "app/providers.py": manyProviders },
})) {
  checkProject(`in a program of Python's that ${title}, all names`, { "app/agent.py": model, "app/proxy.py": proxyClient, ...files }, ["app/agent.py"], []);
}

test("near LiteLLM: what is left out says why", async () => {
  const reasonsOf = async (files: ProjectFiles): Promise<string[]> => [...(await new TestProject().write(files)).reports.values()].flatMap(({ leftOut = [] }) => leftOut.map(({ because }) => because));
  assert.deepEqual(await reasonsOf({ "a.py": model }), ["nothing in the folder uses LiteLLM"]);
  assert.deepEqual(await reasonsOf({ "src/far.ts": listing, "src/llm.ts": client, "src/site.ts": "export const site = 'https://openrouter.ai';\n" }), [
    "nothing leads from their files to those that use LiteLLM",
  ]);
  const many = "const keys = { litellm: 'LITELLM_API_KEY', ollama: '', groq: 'K1', bedrock: 'K2', together: 'K3' };\n";
  assert.deepEqual(await reasonsOf({ "src/auth.ts": `${many}${listing}` }), ["LiteLLM is one of many providers there"]);
  assert.deepEqual(await reasonsOf({ "a.py": model, "providers.py": manyProviders }), ["the folder asks LiteLLM's proxy beside other gateways, and nothing leads from their files there"]);
});
