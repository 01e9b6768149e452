/**
 * Emulates what LiteLLM's proxy does with the requests of these programs; it is not LiteLLM, and proves nothing about it.
 * As in LiteLLM 1.82: model names are those of its configuration, fields that are meant for the proxy are not passed on,
 * retries and fallbacks are its own, and errors are told in OpenAI's form with the status as the code.
 */
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { type LocalServer, listen, type Received, sendJson } from "../http.ts";
import { providerKey } from "../local-portkey.ts";

/** The key that it lets in. */
export const proxyKey = "sk-1234";

/** The configuration that lies in the workspace: names of models, and what they stand for. */
export const proxyModels: Readonly<Record<string, readonly string[]>> = {
  "gpt-4o": ["openai/gpt-4o"],
  fast: ["openai/gpt-4o-mini"],
  smart: ["openai/gpt-4o"],
  embed: ["openai/text-embedding-3-small"],
  claude: ["anthropic/claude-haiku-4-5"],
};

interface Body {
  readonly model?: string;
  readonly fallbacks?: readonly string[];
  readonly num_retries?: number;
  readonly timeout?: number;
  readonly [field: string]: unknown;
}

/** What the proxy was told of a request beside what it passes on. */
export const toldProxy = ({ json, path }: Received): unknown => {
  const { metadata = null, litellm_trace_id = null } = (json ?? {}) as Body;
  return { metadata: isAnthropics(path) ? null : metadata, trace: litellm_trace_id };
};

/** In Anthropic's form `metadata` is a field of the provider's. */
const isAnthropics = (path: string): boolean => /\/messages(?:$|\?)/.test(path);

const ownFields = ["metadata", "tags", "fallbacks", "num_retries", "timeout", "litellm_trace_id", "litellm_session_id", "cache", "drop_params"];
const retried = new Set([408, 429, 500, 502, 503, 504]);

/** Starts the proxy before a provider. */
export const startLiteLlmProxy = (providerUrl: string): Promise<LocalServer> =>
  listen(async (request, response) => {
    if (keyOf(request.headers) !== proxyKey) return fail(response, 401, "Authentication Error, Invalid proxy server token passed.", "auth_error");
    const { path, deployment } = routeOf(request.path);
    const body = (request.json ?? {}) as Body;
    const asked = [deployment ?? body.model ?? "", ...(body.fallbacks ?? [])];
    const unknown = asked.find((name) => proxyModels[name] === undefined && !name.includes("/"));
    if (unknown !== undefined)
      return fail(response, 400, `${path}: Invalid model name passed in model=${unknown}. Call \`/v1/models\` to view available models for your key.`, "invalid_request_error");
    const abort = new AbortController();
    response.once("close", () => abort.abort());
    const passed = Object.fromEntries(Object.entries(body).filter(([field]) => !ownFields.includes(field) || (field === "metadata" && isAnthropics(path))));
    let answer: Response | undefined;
    for (const name of asked) {
      const model = (proxyModels[name]?.[0] ?? name).replace(/^(?:openai|anthropic)\//, "");
      answer = await ask(`${providerUrl}/v1${path}`, { ...passed, model }, body, abort.signal);
      if (answer?.ok) break;
    }
    if (answer === undefined) return response.destroyed ? undefined : fail(response, 408, "litellm.Timeout: the provider did not answer in time", "timeout_error");
    if (!answer.ok) return fail(response, answer.status, `litellm.APIError: OpenAIException - ${await answer.text()}`, "api_error");
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json", "x-litellm-model-group": asked[0] ?? "", "x-litellm-version": "1.82.6" });
    if (answer.body) for await (const part of answer.body) response.write(part);
    response.end();
  });

/** The last answer after its retries; undefined where there was none in time. */
async function ask(url: string, body: unknown, { num_retries = 0, timeout }: Body, aborted: AbortSignal): Promise<Response | undefined> {
  const signal = timeout === undefined ? aborted : AbortSignal.any([aborted, AbortSignal.timeout(timeout * 1000)]);
  let answer: Response | undefined;
  for (let retry = 0; retry <= num_retries; retry++) {
    answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${providerKey}` }, body: JSON.stringify(body), signal }).catch(() => undefined);
    if (answer !== undefined && !retried.has(answer.status)) return answer;
  }
  return answer;
}

const keyOf = (headers: IncomingHttpHeaders): string | undefined =>
  [headers["x-litellm-api-key"], headers["api-key"], headers["x-api-key"], headers.authorization]
    .flat()
    .find((value) => value !== undefined)
    ?.replace(/^Bearer /, "");

/** Paths with and without a version, and those of Azure OpenAI, which name the model. */
function routeOf(path: string): { readonly path: string; readonly deployment: string | undefined } {
  const [plain = ""] = path.split("?");
  const azure = /^(?:\/v1)?\/openai\/deployments\/([^/]+)(\/.*)$/.exec(plain);
  return azure ? { path: azure[2] ?? "", deployment: decodeURIComponent(azure[1] ?? "") } : { path: plain.replace(/^\/v1(?=\/)/, ""), deployment: undefined };
}

const fail = (response: ServerResponse, status: number, message: string, type: string): void => sendJson(response, status, { error: { message, type, param: null, code: String(status) } });
