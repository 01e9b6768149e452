// Reads the requests of a snippet.
import assert from "node:assert/strict";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { parseSettings } from "../../server/src/engine/settings.ts";
import type { RequestSketch, SketchedRequests } from "../../server/src/engine/sketch/request-sketch.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { gatherWorkspace } from "../../server/src/engine/workspace/gather.ts";
import { testHost } from "./grammars.ts";

const engine = await createEngine(testHost);

/** What holds for a snippet. */
export interface Given {
  readonly settings?: unknown;
  readonly proxyConfigs?: readonly string[];
  readonly grammar?: Grammar;
}

/** Everything that is read of a snippet; slugs of three providers are mapped. */
export async function readRequests(
  text: string,
  { settings = { providerSlugs: { openai: "openai-prod", anthropic: "claude", azure: "azure-eu" } }, proxyConfigs = [], grammar = "python" }: Given = {},
): Promise<SketchedRequests> {
  const context = { settings: parseSettings(settings).settings, workspace: gatherWorkspace(proxyConfigs) };
  return engine.requests(await engine.analyze({ uri: grammar === "python" ? "file:///a.py" : "file:///a.ts", grammar, text }, context), context);
}

/** The only request of a text. */
export async function oneRequest(text: string, given?: Given): Promise<RequestSketch> {
  const { requests } = await readRequests(text, given);
  const [request] = requests;
  assert.ok(request && requests.length === 1, `${requests.length} requests in\n${text}`);
  return request;
}

/** Its holes, a line each. */
export const holesOf = ({ holes }: RequestSketch): string[] =>
  holes.map(
    ({ path, source, why, placeholder, likely }) => `${path}: ${source} (${why})${placeholder === null ? "" : ` as ${placeholder}`}${likely === undefined ? "" : `, likely ${JSON.stringify(likely)}`}`,
  );
/** The names of what is not sent. */
export const unsentOf = ({ unsupported }: RequestSketch): string[] => unsupported.map(({ name }) => name);
