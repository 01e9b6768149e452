import type { CodeAction, CodeActionParams, Connection } from "vscode-languageserver";
import type { Engine } from "../engine/engine.ts";
import type { Host } from "../host/host.ts";
import type { Analysis } from "./analysis.ts";
import type { ClientFeatures } from "./client-features.ts";
import type { Guard } from "./guard.ts";
import { type ModelsResult, type RequestAtParams, type RequestAtResult, type RequestsParams, type RequestsResult, requests, type Targets, testRequestCommand } from "./protocol.ts";
import { type LocatedRequests, requestActions, requestAt, requestLenses, wireRequests, wireSketch } from "./request-sketches.ts";
import { answerModels, type Run } from "./scan-requests.ts";
import { Slices } from "./slices.ts";
import type { ScanParts } from "./workspace-scan.ts";

/** What answers about requests in the code need. */
export interface SketchParts extends ScanParts {
  readonly connection: Connection;
  readonly engine: Promise<Engine>;
  readonly client: ClientFeatures;
  readonly guard: Guard;
}

/** Whether the client shows lenses that lead to a command of its own. */
export const showsLenses = ({ showsCodeLenses, options: { commands = [] } }: ClientFeatures): boolean => showsCodeLenses && commands.includes(testRequestCommand);

/** The requests of a text that was analyzed, read once for each analysis. */
export async function locatedRequests({ report, context, documents }: Analysis, engine: Promise<Engine>, host: Host): Promise<LocatedRequests> {
  return { documents, sketched: await (await engine).requests(report, context, new Slices(host)) };
}

/** What the client's commands can do with the request at a selection. */
export async function requestActionsAt(
  { textDocument: { uri }, range }: Pick<CodeActionParams, "textDocument" | "range">,
  analysis: Analysis,
  { engine, host, client }: Pick<SketchParts, "engine" | "host" | "client">,
): Promise<CodeAction[]> {
  const located = await locatedRequests(analysis, engine, host);
  const sketch = requestAt(uri, range.start, located);
  return sketch ? requestActions(sketch, analysis.documents, client) : [];
}

/** Answers what the client asks about the requests that its documents make. */
export function answerSketches(parts: SketchParts, analysisOf: (uri: string) => Promise<Analysis | undefined>, runOf: (params: Targets, token: Run["token"]) => Run): void {
  const { connection, engine, client, guard, host } = parts;
  const located = async (uri: string): Promise<LocatedRequests | undefined> => {
    const analysis = await analysisOf(uri);
    return analysis && locatedRequests(analysis, engine, host);
  };
  connection.onRequest(
    requests.requestAt,
    guard.request(
      requests.requestAt,
      (): RequestAtResult => null,
      async ({ textDocument: { uri }, position }: RequestAtParams) => {
        const known = await located(uri);
        const sketch = known && requestAt(uri, position, known);
        return sketch ? wireSketch(sketch, known.documents) : null;
      },
    ),
  );
  connection.onRequest(
    requests.requests,
    guard.request(
      requests.requests,
      (): RequestsResult => ({ requests: [], unread: [] }),
      async ({ textDocument: { uri } }: RequestsParams) => {
        const known = await located(uri);
        return known ? wireRequests(known) : { requests: [], unread: [] };
      },
    ),
  );
  connection.onRequest(
    requests.models,
    guard.request(
      requests.models,
      (): ModelsResult => ({ models: [], skipped: [] }),
      async (params: Targets, token) => answerModels(parts, await engine, params, runOf(params, token)),
    ),
  );
  if (!showsLenses(client)) return;
  connection.onCodeLens(
    guard.request(
      "textDocument/codeLens",
      () => [],
      async ({ textDocument: { uri } }) => {
        const analysis = await analysisOf(uri);
        return analysis?.context.settings.testLens ? requestLenses(uri, await locatedRequests(analysis, engine, host)) : [];
      },
    ),
  );
}
