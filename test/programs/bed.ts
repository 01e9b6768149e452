/**
 * Runs a Python program before and after its rewrite and shows what can be seen of each from outside:
 * what it printed, how it ended, and what the provider received.
 * Before: the real LiteLLM talks to the provider. After: the real SDK talks to the real gateway, which talks to the same provider.
 */
import { spawnSync } from "node:child_process";
import { hostedGateway } from "../../server/src/engine/catalog/gateway.ts";
import { bundledGateway, startGatewayProcess } from "../../server/src/gateway/local/gateway-process.ts";
import { portkeyKey, providerKey, startPortkey } from "./local-portkey.ts";
import { type Reply, startMockProvider } from "./mock-provider.ts";
import { type Observation, providerRequests } from "./observation.ts";
import { runProgram } from "./run-program.ts";
import { python } from "./setup.ts";

/** The gateway that programs run through; each run has a provider of its own, so that runs may overlap. */
export interface Bed {
  /** `modules` lie beside the program, by their file names. */
  run(program: string, side: Side, replies?: readonly Reply[], modules?: Readonly<Record<string, string>>): Promise<Observation>;
  stop(): Promise<void>;
}

/** Whether a program talks to the provider itself, or to Portkey. */
export type Side = "litellm" | "portkey";

/** Starts the gateway; `stop` ends it. */
export async function startBed(): Promise<Bed> {
  const gateway = await startGatewayProcess(bundledGateway());
  return {
    stop: gateway.stop,
    async run(program, side, replies = [], modules = {}) {
      const provider = await startMockProvider(replies);
      const portkey = await startPortkey(gateway.address, provider.url);
      try {
        const url = `${portkey.url}/v1`;
        const ended = await runProgram({
          command: [python, "-W", "ignore", "program.py"],
          files: { ...modules, "program.py": side === "litellm" ? program : program.replaceAll(hostedGateway, url) },
          environment: side === "litellm" ? liteLlmEnvironment(provider.url) : { ...offline, PORTKEY_API_KEY: portkeyKey, PORTKEY_PROXY: url },
        });
        return { ...ended, printed: ended.printed.replace(liteLlmAdvice, ""), requests: providerRequests(provider.received) };
      } finally {
        await portkey.close();
        await provider.close();
      }
    },
  };
}

/** Without these copies LiteLLM would fetch its price list, and `tiktoken` its vocabularies, from the internet. */
const offline = {
  LITELLM_LOCAL_MODEL_COST_MAP: "True",
  TIKTOKEN_CACHE_DIR: `${spawnSync(python, ["-c", "import importlib.util; print(importlib.util.find_spec('litellm').submodule_search_locations[0])"], { encoding: "utf8" }).stdout.trim()}/litellm_core_utils/tokenizers`,
};

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
