import { randomUUID } from "node:crypto";
import { connectionSteps, explainConnection, type TakenStep } from "../gateway/connection.ts";
import { explain } from "../gateway/explain.ts";
import { startLocalGateway } from "../gateway/local/local-gateway.ts";
import type { GatewayProfile, GatewayRequest, Outcome } from "../gateway/outcome.ts";
import { createProfile, gatewayFacts, profileOfUrl } from "../gateway/profiles.ts";
import { proxyAgent, proxyOf } from "../gateway/proxy-agent.ts";
import { buildRequest, plainSource, type RequestSource } from "../gateway/request.ts";
import { send } from "../gateway/send.ts";
import { slugsIn } from "../gateway/slugs-in.ts";
import { CannotRun, exitCodes, type Io } from "./io.ts";
import { painter } from "./output.ts";
import { readRequestAt } from "./request-at.ts";
import type { TestOptions } from "./test-options.ts";
import { jsonResult, type TestResult, textResult } from "./test-report.ts";

/** `portkey-migrate test`: one request to the gateway and what came of it on standard output. */
export async function test(options: TestOptions, io: Io): Promise<number> {
  const source = options.at === undefined ? undefined : await sourceAt(options.at, options, io);
  const gateway = await openGateway(options, [options.model, source], io);
  try {
    const result =
      source === undefined && options.model === undefined ? await checkConnection(gateway, options) : await askModel(source ?? { request: plainSource("chat", false), notes: [] }, gateway, options);
    io.stdout.write(options.format === "json" ? jsonResult(result) : textResult(result, painter(io.stdout, io)));
    return result.diagnosis.ok ? exitCodes.clean : exitCodes.findings;
  } finally {
    await gateway.close();
  }
}

/** A gateway that is asked, with its key. */
interface OpenGateway {
  readonly profile: GatewayProfile;
  ask(request: GatewayRequest): Promise<Outcome>;
  close(): Promise<void>;
}

async function openGateway(options: TestOptions, asked: readonly unknown[], io: Io): Promise<OpenGateway> {
  if (options.profile === "local") return openLocalGateway(options, asked);
  const profile = profileOf(options);
  const key = keyFor(profile, io);
  const proxy = proxyOf(profile.baseUrl, io.env);
  const network = proxy === undefined ? {} : { agent: proxyAgent(proxy) };
  return { profile, ask: (request) => send(request, { key, network, limits: options.limits, signal: new AbortController().signal }), close: async () => {} };
}

/** The gateway that comes with Portkey Migrate; every slug that is asked for leads to its echo, so that nothing is needed and nothing is spent. */
async function openLocalGateway({ limits }: TestOptions, asked: readonly unknown[]): Promise<OpenGateway> {
  const slugs = new Set([echoSlug, ...slugsIn(asked)]);
  const local = await startLocalGateway({ catalog: { providers: Object.fromEntries([...slugs].map((slug) => [slug, "echo" as const])), models: { [echoSlug]: [echoModel] } } }).catch(
    (error: unknown) => {
      throw new CannotRun(error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error));
    },
  );
  const made = createProfile("local", local.baseUrl);
  if ("refusal" in made) throw new RangeError(made.refusal.why);
  return { profile: made.profile, ask: (request) => send(request, { key: local.token, limits, signal: new AbortController().signal }), close: () => local.stop() };
}

const echoSlug = "echo";
const echoModel = "test";

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

/** What is asked, and what a person has to know of where it comes from. */
interface Source {
  readonly request: RequestSource;
  readonly notes: readonly string[];
}

async function sourceAt(place: string, { model, slugs }: TestOptions, io: Io): Promise<Source> {
  const sketch = await readRequestAt(place, slugs, io);
  const { portkeyName, written, source, slug, why, provider } = sketch.model;
  if (model === undefined && portkeyName === null && sketch.config === null)
    throw new CannotRun(`--at ${place}: ${why ?? `which model is asked is decided when the program runs (${source ?? "none is named"}).`} --model names one`);
  const isGuess = model === undefined && slug === "suggested" && portkeyName !== null;
  return { request: sketch, notes: isGuess ? [`${portkeyName} is a suggestion for ${written ?? "the model"}: --slug ${provider ?? "PROVIDER"}=SLUG names the slug of your own catalog.`] : [] };
}

async function askModel({ request: source, notes }: Source, gateway: OpenGateway, { model, stream, prompt, maxTokens }: TestOptions): Promise<TestResult> {
  const built = buildRequest(source, gateway.profile, { model: model ?? null, stream: stream ?? null, prompt, maxTokens, holes: {}, traceId: traceId() });
  if (built.kind === "none") throw new CannotRun(`${built.why}${built.reason === "model-unknown" ? " --model names one" : built.reason === "needs-input" ? " --prompt gives another prompt" : ""}`);
  const outcome = await gateway.ask(built.request);
  return { request: built.request, outcome, diagnosis: explain(built.request, outcome), notes: [...notes, ...built.notes] };
}

/** Without a model only what is free is asked: whether the gateway answers, and whether it takes the key; the echo is free, too. */
async function checkConnection({ profile, ask }: OpenGateway, options: TestOptions): Promise<TestResult> {
  const isLocal = options.profile === "local";
  const taken: TakenStep[] = [];
  for (const step of connectionSteps(profile, isLocal ? `@${echoSlug}/${echoModel}` : null, traceId())) {
    taken.push({ step, outcome: await ask(step.request) });
    if (!explainConnection(taken).diagnosis.ok) break;
  }
  const { decisive, diagnosis } = explainConnection(taken);
  return { request: decisive.step.request, outcome: decisive.outcome, diagnosis, notes: isLocal ? [] : ["No model was asked: --model @slug/model asks one."] };
}

const traceId = (): string => `portkey-migrate-${randomUUID()}`;
