import type { CodeAction, CodeLens, Command, Location, Position } from "vscode-languageserver";
import { requestAtPlace } from "../engine/sketch/request-at.ts";
import type { RequestSketch, SketchedRequests } from "../engine/sketch/request-sketch.ts";
import { uriKey } from "../host/uris.ts";
import type { ClientFeatures } from "./client-features.ts";
import { copyRequestCommand, type RequestsResult, testRequestCommand, type WireSketch } from "./protocol.ts";
import type { SourceDocuments } from "./source-documents.ts";

/** The requests of a text with what tells where they are for the client. */
export interface LocatedRequests {
  readonly documents: SourceDocuments;
  readonly sketched: SketchedRequests;
}

/** A request as the client is told of it. */
export function wireSketch({ span, ...sketch }: RequestSketch, documents: SourceDocuments): WireSketch {
  return { ...sketch, ...documents.locationOf(span) };
}

/** All requests of a document as the client is told of them. */
export const wireRequests = ({ documents, sketched: { requests, unread } }: LocatedRequests): RequestsResult => ({
  requests: requests.map((sketch) => wireSketch(sketch, documents)),
  unread: unread.map(({ span, ...rest }) => ({ ...rest, ...documents.locationOf(span) })),
});

/** The request that a client means by a place in one of its documents. */
export function requestAt(uri: string, position: Position, { documents, sketched }: LocatedRequests): RequestSketch | undefined {
  const place = documents.spanOf(uri, { start: position, end: position });
  const line = documents.spanOf(uri, { start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } });
  return place && line && requestAtPlace(sketched, place, line);
}

/** A lens above each request of a document that a test can send. */
export function requestLenses(uri: string, { documents, sketched: { requests } }: LocatedRequests): CodeLens[] {
  return requests.filter(isTestable).flatMap((sketch) => {
    const place = startOf(sketch, documents);
    return uriKey(place.uri) === uriKey(uri) ? [{ range: place.range, command: testCommand(titleOf(sketch), place) }] : [];
  });
}

/** What can be done with the request at a selection, by the client's commands that it has named. */
export function requestActions(sketch: RequestSketch, documents: SourceDocuments, { options: { commands = [] } }: ClientFeatures): CodeAction[] {
  if (!isTestable(sketch)) return [];
  const place = startOf(sketch, documents);
  const offered = [testCommand("Test this request via Portkey", place), { title: "Copy as cURL for Portkey", command: copyRequestCommand, arguments: [place.uri, place.range.start] }];
  return offered.filter(({ command }) => commands.includes(command)).map((command) => ({ title: command.title, command }));
}

/** A test has no sound to send. */
const isTestable = ({ kind }: RequestSketch): boolean => kind !== "transcription";

const startOf = ({ span: { start } }: RequestSketch, documents: SourceDocuments): Location => documents.locationOf({ start, end: start });

const testCommand = (title: string, { uri, range }: Location): Command => ({ title, command: testRequestCommand, arguments: [uri, range.start] });

/** A slug that nobody has confirmed is marked, and a model that nobody can name is asked for. */
function titleOf({ model: { portkeyName, slug } }: RequestSketch): string {
  if (portkeyName === null) return "▶ Test via Portkey…";
  return `▶ Test via Portkey · ${portkeyName}${slug === "suggested" ? " (suggested)" : ""}`;
}
