import { window, workspace } from "vscode";
import { copyAs } from "../../../server/src/gateway/copy/copy-as.ts";
import type { GatewayProfile, Json } from "../../../server/src/gateway/outcome.ts";
import { type BuiltRequest, buildRequest } from "../../../server/src/gateway/request.ts";
import { activeProfile } from "./active-profile.ts";
import type { FoundRequest } from "./code-requests.ts";
import { slugsOf } from "./confirmations.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedTest } from "./gateway-tests.ts";
import { pickModel } from "./pick-model.ts";
import { newTraceId } from "./trace-id.ts";

/** What is decided about a request beside what its code says. */
export interface Choices {
  /** Instead of the model of the code; null for that one. */
  readonly model: string | null;
  /** What is sent as the prompt: a stub, or the code's own messages. */
  readonly prompt: "stub" | "code";
}

/** Makes a request of a call in the code; undefined where the user goes away, or where no gateway can be asked. */
export async function prepare(gateway: Gateway, found: FoundRequest, { model, prompt }: Choices): Promise<PreparedTest | undefined> {
  const profile = await activeProfile(gateway);
  if (profile === undefined) return undefined;
  const { sketch } = found;
  const values = prompt === "code" ? await askForValues(found) : {};
  if (values === undefined) return undefined;
  const cap = gateway.settings().maxTokens ?? "code";
  const build = (chosen: string | null): BuiltRequest => buildRequest(sketch, profile, { model: chosen, prompt, maxTokens: cap, stream: null, holes: values, traceId: newTraceId() });
  let built = build(model);
  if (built.kind === "none" && built.reason === "model-unknown") {
    const chosen = await askForModel(gateway, profile, found);
    if (chosen === undefined) return undefined;
    built = build(chosen);
  }
  if (built.kind === "none") throw new Error(built.why);
  const { request } = built;
  const echoed = profile.id === "local" ? await gateway.local.answerFor(slugsOf(request)) : [];
  return {
    title: `${sketch.callee} in ${workspace.asRelativePath(found.uri)}:${sketch.range.start.line + 1}`,
    request,
    notes: [...echoNotes(echoed), ...slugNotes(found), ...built.notes],
    isEchoed: echoed.length > 0,
    curl: copyAs("curl-bash", request),
    stubbed: prompt === "stub" && hasOwnPrompt(found) ? found : null,
    source: { uri: found.uri.toString(), range: sketch.range, provider: sketch.model.provider },
  };
}

async function askForModel(gateway: Gateway, profile: GatewayProfile, { sketch }: FoundRequest): Promise<string | undefined> {
  const { source, why } = sketch.model;
  return pickModel(gateway, profile, { title: `Model for ${sketch.callee}${source === null ? "" : ` (${source} in the code)`}${why === null ? "" : `: ${why.replaceAll("`", "")}`}`, near: [] });
}

/** The code's own messages may hold what only a run would tell: that is asked for. */
async function askForValues({ sketch }: FoundRequest): Promise<Readonly<Record<string, Json>> | undefined> {
  const values: Record<string, Json> = {};
  for (const { path, source, why, likely } of sketch.holes) {
    if (!/^(messages|prompt|input|query|documents|instructions)\b/.test(path)) continue;
    const typed = await window.showInputBox({
      title: `Value of ${source}`,
      prompt: `${path} is ${why} in the code; this text is sent in its place`,
      value: typeof likely === "string" ? likely : "",
      ignoreFocusOut: true,
    });
    if (typed === undefined) return undefined;
    values[path] = typed;
  }
  return values;
}

/** The code says at least a part of what it asks. */
const hasOwnPrompt = ({ sketch: { body } }: FoundRequest): boolean => ["messages", "prompt", "input", "query"].some((name) => name in body);

const slugNotes = ({ sketch: { model } }: FoundRequest): string[] =>
  model.slug === "suggested" && model.portkeyName !== null ? [`The slug in ${model.portkeyName} is only suggested: Map Providers to Slugs… gives yours.`] : [];

const echoNotes = (echoed: readonly string[]): string[] =>
  echoed.length === 0
    ? []
    : [`No provider is set up for ${echoed.map((slug) => `@${slug}`).join(", ")} on this machine: the echo answers, without a network. Set Up Local Provider… gives it a key of yours.`];
