/**
 * Runs a TypeScript or JavaScript program before and after its rewrite, and shows what can be seen of each from outside.
 * Before: the program talks to an emulation of LiteLLM's proxy, or by npm's `litellm` to the provider itself.
 * After: the real client talks to the real gateway. Behind both is the same provider.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { hostedGateway } from "../../../server/src/engine/catalog/gateway.ts";
import { bundledGateway, startGatewayProcess } from "../../../server/src/gateway/local/gateway-process.ts";
import type { LocalServer, Received } from "../http.ts";
import { portkeyKey, providerKey, startPortkey } from "../local-portkey.ts";
import { type Reply, startMockProvider } from "../mock-provider.ts";
import { type Observation, providerRequests, sorted } from "../observation.ts";
import { runProgram } from "../run-program.ts";
import { typescriptFolder } from "../setup.ts";
import { proxyKey, startLiteLlmProxy, toldProxy } from "./litellm-proxy.ts";

/** A text with the name of its file, whose ending says what it is. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** The gateway that programs run through; each run has a proxy and a provider of its own. */
export interface Bed {
  /** `modules` lie beside the program, by their file names. */
  run(program: SourceText, side: "litellm" | "portkey", replies?: readonly Reply[], modules?: Readonly<Record<string, string>>): Promise<Observation>;
  stop(): Promise<void>;
}

/** The addresses of a proxy that programs write down. */
const proxyAddress = /http:\/\/(?:localhost|0\.0\.0\.0|127\.0\.0\.1|litellm):4000/g;
const hostedHost = hostedGateway.replace(/\/v1$/, "");
const openAi = "https://api.openai.com/v1";

/** Starts the gateway; `stop` ends it. */
export async function startBed(): Promise<Bed> {
  const gateway = await startGatewayProcess(bundledGateway());
  return {
    stop: gateway.stop,
    async run({ file, text }, side, replies = [], modules = {}) {
      const provider = await startMockProvider(replies);
      const front: LocalServer = await (side === "litellm" ? startLiteLlmProxy(provider.url) : startPortkey(gateway.address, provider.url));
      try {
        const written = { ...modules, [file]: text };
        const program = isPlain(written) ? plain(written, file) : await bundle(written, file, `${provider.url}/v1`);
        const onFront = (code: string): string => (side === "litellm" ? code.replaceAll(proxyAddress, front.url) : code.replaceAll(hostedHost, front.url));
        const ended = await runProgram({
          command: [process.execPath, "--import", closedNetwork, program.entry],
          files: Object.fromEntries(Object.entries(program.files).map(([name, code]) => [name, onFront(code)])),
          environment: side === "litellm" ? beforeEnvironment(front.url, /["']litellm["']/.test(text) ? `${provider.url}/v1` : undefined) : { PORTKEY_API_KEY: portkeyKey },
          packages: fileURLToPath(new URL("node_modules", typescriptFolder)),
        });
        const told = front.received.map(side === "litellm" ? toldProxy : toldPortkey).map(sorted);
        return { ...ended, requests: providerRequests(provider.received), ...(told.length > 0 && { told }) };
      } finally {
        await front.close();
        await provider.close();
      }
    },
  };
}

const closedNetwork = new URL("closed-network.mjs", import.meta.url).href;

/** Of npm's `litellm` only the embeddings take the provider's address from the environment. */
const beforeEnvironment = (url: string, providerUrl: string | undefined) => ({
  OPENAI_API_KEY: providerKey,
  ...(providerUrl !== undefined && { OPENAI_BASE_URL: providerUrl }),
  LITELLM_BASE_URL: url,
  LITELLM_PROXY_URL: url,
  LITELLM_API_KEY: proxyKey,
  LITELLM_MASTER_KEY: proxyKey,
});

/** What Portkey was told of a request in headers. */
function toldPortkey({ headers }: Received): unknown {
  const metadata = headers["x-portkey-metadata"];
  return { metadata: metadata === undefined ? null : JSON.parse(String(metadata)), trace: headers["x-portkey-trace-id"] ?? null };
}

/** The files that Node runs, and the one it begins with. */
interface RunFiles {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Whether Node runs files as they are; npm's `litellm` has to be pointed at the provider first. */
const isPlain = (files: Readonly<Record<string, string>>): boolean => Object.entries(files).every(([name, text]) => /\.[cm]?js$/.test(name) && !/["']litellm["']/.test(text));

/** The files of a package as they are, so that nothing reads them but Node itself. */
const plain = (files: Readonly<Record<string, string>>, entry: string): RunFiles => ({
  entry,
  files: { ...files, "package.json": JSON.stringify({ type: entry.endsWith(".mjs") ? "module" : "commonjs" }) },
});

/** One file of JavaScript, in the module system that the program is written in; packages stay outside. */
async function bundle(files: Readonly<Record<string, string>>, entry: string, providerUrl: string): Promise<RunFiles> {
  const isCommonJs = /\.(?:c?js|cts)$/.test(entry);
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: isCommonJs ? "cjs" : "esm",
    // npm's `litellm` is CommonJS.
    ...(isCommonJs ? {} : { banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } }),
    plugins: [programFiles(files), liteLlmOn(providerUrl)],
    logLevel: "silent",
  });
  const bundled = isCommonJs ? "program.cjs" : "program.mjs";
  return { entry: bundled, files: { [bundled]: outputFiles[0]?.text ?? "" } };
}

/** Files by their names; what is no file of the program is a package. */
const programFiles = (files: Readonly<Record<string, string>>): Plugin => ({
  name: "files of the program",
  setup({ onResolve, onLoad }) {
    const fileOf = (path: string) => {
      const plain = path.replace(/^\.\//, "");
      return [plain, plain.replace(/js$/, "ts"), `${plain}.ts`, `${plain}.js`].find((file) => Object.hasOwn(files, file));
    };
    onResolve({ filter: /.*/ }, ({ path, namespace }) => {
      const isOfProgram = namespace === "program" || namespace === "";
      if (!isOfProgram || path === "litellm") return undefined;
      const file = fileOf(path);
      return file === undefined ? { path, external: true } : { path: file, namespace: "program" };
    });
    onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({ contents: files[path] ?? "", loader: path.endsWith("tsx") ? "tsx" : path.endsWith("ts") ? "ts" : "js" }));
  },
});

const packagesOf = createRequire(new URL("package.json", typescriptFolder));

/** npm's `litellm` has the address of OpenAI in its text: it becomes a part of the program, with the provider's. */
const liteLlmOn = (providerUrl: string): Plugin => ({
  name: "litellm on the provider",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^litellm$/ }, () => ({ path: packagesOf.resolve("litellm") }));
    onResolve({ filter: /^[^.]/, namespace: "file" }, ({ path, importer }) => (importer === "" ? undefined : { path: createRequire(importer).resolve(path), external: true }));
    onLoad({ filter: /handlers[\\/]openai\w*\.js$/ }, async ({ path }) => ({ contents: (await readFile(path, "utf8")).replaceAll(openAi, providerUrl), loader: "js" }));
  },
});
