import { randomUUID } from "node:crypto";
import { connectionSteps, explainConnection, type TakenStep } from "../gateway/connection.ts";
import { explain } from "../gateway/explain.ts";
import type { GatewayProfile, GatewayRequest, Outcome } from "../gateway/outcome.ts";
import { createProfile, gatewayFacts, profileOfUrl } from "../gateway/profiles.ts";
import { proxyAgent, proxyOf } from "../gateway/proxy-agent.ts";
import { buildRequest, plainSource } from "../gateway/request.ts";
import { send } from "../gateway/send.ts";
import { CannotRun, exitCodes, type Io } from "./io.ts";
import { painter } from "./output.ts";
import type { TestOptions } from "./test-options.ts";
import { jsonResult, type TestResult, textResult } from "./test-report.ts";

/** `portkey-migrate test`: one request to the gateway and what came of it on standard output. */
export async function test(options: TestOptions, io: Io): Promise<number> {
  const profile = profileOf(options);
  const key = keyFor(profile, io);
  const result = options.model === undefined ? await checkConnection(profile, key, options, io) : await askModel(requestOf(profile, options), key, options, io, []);
  io.stdout.write(options.format === "json" ? jsonResult(result) : textResult(result, painter(io.stdout, io)));
  return result.diagnosis.ok ? exitCodes.clean : exitCodes.findings;
}

function profileOf({ profile, baseUrl }: TestOptions): GatewayProfile {
  const id = profile ?? (baseUrl === undefined ? "hosted" : profileOfUrl(baseUrl));
  const made = createProfile(id, baseUrl);
  if ("profile" in made) return made.profile;
  const { why, instead } = made.refusal;
  throw new CannotRun(`--base-url: ${why}${instead === null ? "" : ` It is probably ${instead}`}`);
}

/** From this variable alone: an argument would stand in the list of processes and in the shell's history. */
function keyFor({ id }: GatewayProfile, { env }: Io): string | undefined {
  const key = env.PORTKEY_API_KEY?.trim();
  if (key) return key;
  const { needsKey, name } = gatewayFacts(id);
  if (needsKey) throw new CannotRun(`${name} wants a key: set PORTKEY_API_KEY`);
  return undefined;
}

function requestOf(profile: GatewayProfile, { model, stream, prompt, maxTokens }: TestOptions): GatewayRequest {
  const built = buildRequest(plainSource("chat", false), profile, { model: model ?? null, stream: stream ?? null, prompt, maxTokens, holes: {}, traceId: traceId() });
  if (built.kind === "none") throw new CannotRun(built.why);
  return built.request;
}

async function ask(request: GatewayRequest, key: string | undefined, { limits }: TestOptions, { env }: Io): Promise<Outcome> {
  const proxy = proxyOf(request.profile.baseUrl, env);
  return send(request, { key, limits, signal: new AbortController().signal, network: proxy === undefined ? {} : { agent: proxyAgent(proxy) } });
}

async function askModel(request: GatewayRequest, key: string | undefined, options: TestOptions, io: Io, notes: readonly string[]): Promise<TestResult> {
  const outcome = await ask(request, key, options, io);
  return { request, outcome, diagnosis: explain(request, outcome), notes };
}

/** Without a model only what is free is asked: whether the gateway answers, and whether it takes the key. */
async function checkConnection(profile: GatewayProfile, key: string | undefined, options: TestOptions, io: Io): Promise<TestResult> {
  const taken: TakenStep[] = [];
  for (const step of connectionSteps(profile, null, traceId())) {
    taken.push({ step, outcome: await ask(step.request, key, options, io) });
    if (!explainConnection(taken).diagnosis.ok) break;
  }
  const { decisive, diagnosis } = explainConnection(taken);
  return { request: decisive.step.request, outcome: decisive.outcome, diagnosis, notes: ["No model was asked: --model @slug/model asks one."] };
}

const traceId = (): string => `portkey-migrate-${randomUUID()}`;
