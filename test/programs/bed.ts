/**
 * Runs a Python program before and after its rewrite and shows what can be seen of each from outside:
 * what it printed, how it ended, and what the provider received.
 * Before: the real LiteLLM talks to the provider. After: the real SDK talks to the real gateway, which talks to the same provider.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostedGateway } from "../../server/src/engine/catalog/gateway.ts";
import { startCatalogShim } from "./catalog-shim.ts";
import { startGateway } from "./gateway.ts";
import { type Reply, startMockProvider } from "./mock-provider.ts";
import { python } from "./setup.ts";

/** What a run of a program shows. */
export interface Observation {
  readonly printed: string;
  readonly exitCode: number | null;
  /** What the provider received, in order. */
  readonly requests: readonly { readonly path: string; readonly body: unknown; readonly key: string | undefined }[];
  /** For the failure's text; two runs never say the same here. */
  readonly errors: string;
}

/** The gateway that programs run through; each run has a provider of its own, so that runs may overlap. */
export interface Bed {
  /** `modules` lie beside the program, by their file names. */
  run(program: string, side: Side, replies?: readonly Reply[], modules?: Readonly<Record<string, string>>): Promise<Observation>;
  stop(): Promise<void>;
}

/** Whether a program talks to the provider itself, or to Portkey. */
export type Side = "litellm" | "portkey";

/** The slugs of the bed's Model Catalog by LiteLLM's prefix. */
export const slugs = { openai: "openai-prod", anthropic: "anthropic-main", cohere: "cohere-prod" };

// Visibly no keys of anybody.
const providerKey = "sk-fake-provider-key";
const portkeyKey = "pk-fake-portkey-key";

const limitMilliseconds = 60_000;

/** Starts the gateway; `stop` ends it. */
export async function startBed(): Promise<Bed> {
  const gateway = await startGateway();
  return {
    stop: gateway.stop,
    async run(program, side, replies = [], modules = {}) {
      const provider = await startMockProvider(replies);
      const host = { api_key: providerKey, custom_host: `${provider.url}/v1` };
      const shim = await startCatalogShim(gateway.url, {
        apiKey: portkeyKey,
        providers: { [slugs.openai]: { provider: "openai", ...host }, [slugs.anthropic]: { provider: "anthropic", ...host }, [slugs.cohere]: { provider: "cohere", ...host } },
      });
      try {
        const url = `${shim.url}/v1`;
        const ended = await runPython(
          { ...modules, "program.py": side === "litellm" ? program : program.replaceAll(hostedGateway, url) },
          side === "litellm" ? liteLlmEnvironment(provider.url) : { ...offline, PORTKEY_API_KEY: portkeyKey, PORTKEY_PROXY: url },
        );
        const requests = provider.received.map(({ path, json, headers }) => ({ path, body: sorted(json), key: keyOf(headers) }));
        return { ...ended, printed: ended.printed.replace(liteLlmAdvice, ""), requests };
      } finally {
        await shim.close();
        await provider.close();
      }
    },
  };
}

/** Without its own copy of the price list LiteLLM would fetch one from the internet. */
const offline = { LITELLM_LOCAL_MODEL_COST_MAP: "True" };

const liteLlmEnvironment = (providerUrl: string) => ({
  ...offline,
  OPENAI_API_KEY: providerKey,
  OPENAI_BASE_URL: `${providerUrl}/v1`,
  ANTHROPIC_API_KEY: providerKey,
  ANTHROPIC_API_BASE: providerUrl,
  COHERE_API_KEY: providerKey,
  COHERE_API_BASE: providerUrl,
});

/** What LiteLLM prints of its own accord when a request fails, or when a model's name has no prefix. */
const liteLlmAdvice = /\n\S+Provider List: [^\n]*\n\n|\n\S+Give Feedback \/ Get Help[^\n]*\nLiteLLM\.Info:[^\n]*\n\n/g;

/** A body whose keys are in one order, which means nothing in JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, sorted(each)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const keyOf = (headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined =>
  [headers.authorization, headers["x-api-key"]]
    .flat()
    .find((value) => value !== undefined)
    ?.replace(/^Bearer /, "");

/** Only loopback can be reached: everything else goes to a proxy that is not there. */
const closedNetwork = { HTTP_PROXY: "http://127.0.0.1:9", HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: "127.0.0.1,localhost" };

async function runPython(files: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>>): Promise<Omit<Observation, "requests">> {
  const folder = await mkdtemp(join(tmpdir(), "portkey-migrate-programs-"));
  try {
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
    return await new Promise((resolve, reject) => {
      const child = spawn(python, ["-W", "ignore", "program.py"], { cwd: folder, env: { PATH: process.env.PATH ?? "", HOME: folder, PYTHONDONTWRITEBYTECODE: "1", ...closedNetwork, ...environment } });
      let printed = "";
      let errors = "";
      child.stdout.setEncoding("utf8").on("data", (part: string) => (printed += part));
      child.stderr.setEncoding("utf8").on("data", (part: string) => (errors += part));
      const limit = setTimeout(() => child.kill("SIGKILL"), limitMilliseconds);
      child.once("error", reject);
      child.once("close", (exitCode) => {
        clearTimeout(limit);
        resolve({ printed, exitCode, errors });
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
