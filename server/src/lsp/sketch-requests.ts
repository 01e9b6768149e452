import type { CancellationToken, CodeAction, CodeActionParams, Connection } from "vscode-languageserver";
import type { Engine } from "../engine/engine.ts";
import { Stopped } from "../engine/syntax/turns.ts";
import type { Host } from "../host/host.ts";
import type { Analysis } from "./analysis.ts";
import type { ClientFeatures } from "./client-features.ts";
import { type Guard, throwIfCanceled } from "./guard.ts";
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

/** The requests of a text that was analyzed, read once for each analysis and no longer than somebody waits for them. */
export async function locatedRequests({ report, context, documents }: Analysis, engine: Promise<Engine>, host: Host, token: CancellationToken): Promise<LocatedRequests> {
  const ready = await engine;
  const slices = new Slices(host);
  const listener = token.onCancellationRequested(() => slices.stop());
  try {
    for (;;) {
      throwIfCanceled(token);
      try {
        return { documents, sketched: await ready.requests(report, context, slices) };
      } catch (error) {
        // whoever began to read them waits no more
        if (!(error instanceof Stopped)) throw error;
      }
    }
  } finally {
    listener.dispose();
  }
}

/** What the client's commands can do with the request at a selection. */
export async function requestActionsAt(
  { textDocument: { uri }, range }: Pick<CodeActionParams, "textDocument" | "range">,
  analysis: Analysis,
  { engine, host, client }: Pick<SketchParts, "engine" | "host" | "client">,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const located = await locatedRequests(analysis, engine, host, token);
  const sketch = requestAt(uri, range.start, located);
  return sketch ? requestActions(sketch, analysis.documents, client) : [];
}

/** Answers what the client asks about the requests that its documents make. */
export function answerSketches(parts: SketchParts, analysisOf: (uri: string) => Promise<Analysis | undefined>, runOf: (params: Targets, token: Run["token"]) => Run): void {
  const { connection, engine, client, guard, host } = parts;
  const located = async (uri: string, token: CancellationToken): Promise<LocatedRequests | undefined> => {
    const analysis = await analysisOf(uri);
    return analysis && locatedRequests(analysis, engine, host, token);
  };
  connection.onRequest(
    requests.requestAt,
    guard.request(
      requests.requestAt,
      (): RequestAtResult => null,
      async ({ textDocument: { uri }, position }: RequestAtParams, token) => {
        const known = await located(uri, token);
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
      async ({ textDocument: { uri } }: RequestsParams, token) => {
        const known = await located(uri, token);
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
      async ({ textDocument: { uri } }, token) => {
        const analysis = await analysisOf(uri);
        return analysis?.context.settings.testLens ? requestLenses(uri, await locatedRequests(analysis, engine, host, token)) : [];
      },
    ),
  );
}
