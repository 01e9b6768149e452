import { type Position, Uri, window, workspace } from "vscode";
import { type RequestAtParams, type RequestAtResult, type RequestsParams, type RequestsResult, requests, type WireSketch } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";

/** A request as the code has it, and the document that it stands in. */
export interface FoundRequest {
  readonly uri: Uri;
  readonly sketch: WireSketch;
}

/** The request that a lens or a lightbulb gives, else that at the cursor, else one that the user picks from the file. */
export async function findRequest({ server }: Extension, given: readonly unknown[], purpose: string): Promise<FoundRequest | undefined> {
  const [uriText, position] = given;
  const editor = window.activeTextEditor;
  const uri = typeof uriText === "string" ? Uri.parse(uriText) : editor?.document.uri;
  const at = isPosition(position) ? position : uriText === undefined ? editor?.selection.active : undefined;
  if (uri === undefined) throw new Error("open a file with a request to a model first");
  const textDocument = { uri: uri.toString() };
  if (at !== undefined) {
    const params: RequestAtParams = { textDocument, position: { line: at.line, character: at.character } };
    const sketch = await server.request<RequestAtResult>(requests.requestAt, params);
    if (sketch !== null) return { uri: Uri.parse(sketch.uri), sketch };
  }
  const params: RequestsParams = { textDocument };
  const { requests: all, unread } = await server.request<RequestsResult>(requests.requests, params);
  const reason = unread.find(({ range }) => at !== undefined && range.start.line <= at.line && at.line <= range.end.line) ?? (all.length === 0 ? unread[0] : undefined);
  if (reason !== undefined) throw new Error(`${reason.callee} in line ${reason.range.start.line + 1} is no request that can be tested: ${reason.why}`);
  if (all.length === 0) throw new Error(`${workspace.asRelativePath(uri)} has no request to a model`);
  const chosen = await window.showQuickPick(
    all.map((sketch) => ({ label: sketch.callee, description: `line ${sketch.range.start.line + 1}`, detail: sketch.model.portkeyName ?? sketch.model.written ?? "model known at run time", sketch })),
    { title: purpose, placeHolder: "There is no request at the cursor; these are in the file", matchOnDetail: true },
  );
  return chosen === undefined ? undefined : { uri: Uri.parse(chosen.sketch.uri), sketch: chosen.sketch };
}

const isPosition = (value: unknown): value is Pick<Position, "line" | "character"> =>
  typeof value === "object" && value !== null && "line" in value && "character" in value && typeof value.line === "number" && typeof value.character === "number";
