import type { Diagnosis, GatewayRequest, LiveEvent, Outcome, Side, StreamEvent } from "../../../server/src/gateway/outcome.ts";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import type { Card, Figure, PanelState } from "../../webview/messages.ts";

/** A test as the panel knows it, before, during and after the request. */
export interface TestView {
  readonly title: string;
  readonly request: GatewayRequest;
  readonly notes: readonly string[];
  /** The echo of the local gateway answers in the place of a model. */
  readonly isEchoed: boolean;
  /** The request as a command for a shell, without the key. */
  readonly curl: string;
}

/** What has come of an answer so far. */
export interface Progress {
  readonly head: Extract<LiveEvent, { kind: "head" }> | null;
  readonly text: string;
  readonly events: readonly StreamEvent[];
}

/** The panel before anything has arrived. */
export const nothingYet: Progress = { head: null, text: "", events: [] };

/** The panel while a request is under way. */
export function runningView(test: TestView, { head, text, events }: Progress): PanelState {
  const status = head === null ? [] : [{ name: "Status", value: statusText(head.status) }];
  return {
    ...frame(test),
    phase: head === null ? "sending" : "receiving",
    announcement: head === null ? "Waiting for the answer…" : "The answer arrives…",
    card: null,
    figures: status,
    text,
    details: [],
    raw: rawOf(events, ""),
    headers: head === null ? [] : headerRows(head.headers),
  };
}

/** The panel once a request is over. */
export function endedView(test: TestView, outcome: Outcome, diagnosis: Diagnosis, actions: readonly string[]): PanelState {
  return {
    ...frame(test),
    phase: "done",
    announcement: diagnosis.level === "success" ? `Answered in ${duration(outcome.timings.totalMs)}` : `${headlineOf(outcome, diagnosis)}: ${diagnosis.message}`,
    card: cardOf(test, outcome, diagnosis, actions),
    figures: figuresOf(outcome),
    text: outcome.text,
    details: diagnosis.details,
    raw: rawOf(outcome.events, outcome.body.text, outcome.eventCount),
    headers: headerRows(outcome.headers),
  };
}

/** The panel where nothing was sent, and why. */
export function refusedView(test: TestView, message: string): PanelState {
  const card: Card = { tone: "error", headline: "Not sent", side: "", message, next: "", actions: [] };
  return { ...frame(test), phase: "done", announcement: `Not sent: ${message}`, card, figures: [], text: "", details: [], raw: "", headers: [] };
}

const frame = ({ title, request, notes, curl }: TestView) => ({ title, where: whereOf(request), notes, request: requestText(request), curl });

const whereOf = ({ profile, model }: GatewayRequest): string => [gatewayFacts(profile.id).name, new URL(profile.baseUrl).host, ...(model === null ? [] : [model])].join(" · ");

/** A request as text: what is sent, without the key. */
export function requestText({ profile, method, path, headers, body }: GatewayRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${profile.baseUrl}${path}`, ...lines, ...(body === null ? [] : ["", JSON.stringify(body, null, 2)])].join("\n");
}

const sides: Readonly<Record<Side, string>> = { gateway: "The gateway's side", provider: "The provider's side", network: "The network", configuration: "Configuration" };

const tones = { success: "success", warning: "warning", failure: "error" } as const;

/** What an answer shows and what it does not, for those who read more into it. */
const proofs = {
  model: "This shows that the address, the key, the slug and the model work together. It does not show what your own prompts, and the code around the call, come to.",
  echo: "This shows that the request is one that the gateway takes. The echo answered, so it shows nothing about a provider, a key or the model.",
};

function cardOf({ request, isEchoed }: TestView, outcome: Outcome, diagnosis: Diagnosis, actions: readonly string[]): Card {
  return {
    tone: tones[diagnosis.level],
    headline: headlineOf(outcome, diagnosis),
    side: diagnosis.side === null ? "" : sides[diagnosis.side],
    message: diagnosis.message,
    next: diagnosis.next ?? (diagnosis.level === "success" && request.model !== null ? proofs[isEchoed ? "echo" : "model"] : ""),
    actions,
  };
}

/** The outcome in a few words, the first that is read. */
export function headlineOf({ ending, status, timings }: Outcome, { level }: Diagnosis): string {
  if (ending.kind === "cancelled") return "Stopped";
  if (level === "success") return `Answered in ${duration(timings.totalMs)}`;
  if (level === "warning") return `Answered, with a warning${status === null || status === 200 ? "" : ` (${status})`}`;
  if (status === null) return ending.kind === "not-sent" ? "Not sent" : "No answer";
  return status >= 400 ? `Failed: ${statusText(status)}` : "No complete answer";
}

function figuresOf({ status, timings, usage }: Outcome): readonly Figure[] {
  const tokens = usage === null ? "not reported" : `${usage.inputTokens ?? "unknown"} in, ${usage.outputTokens ?? "unknown"} out`;
  return [
    ...(status === null ? [] : [{ name: "Status", value: statusText(status) }]),
    ...(timings.firstTokenMs === null ? [] : [{ name: "Time to first token", value: duration(timings.firstTokenMs) }]),
    { name: "Total", value: duration(timings.totalMs) },
    ...(status === 200 ? [{ name: "Tokens", value: tokens }] : []),
  ];
}

/** Names of the codes that are met; 246, 412 and 446 mean something of their own in a gateway. */
const statuses: Readonly<Record<number, string>> = {
  200: "OK",
  246: "Guardrail failed, answered",
  301: "Moved",
  302: "Moved",
  307: "Moved",
  308: "Moved",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  408: "Timeout",
  412: "Budget used up",
  422: "Unprocessable",
  429: "Too Many Requests",
  446: "Guardrail denied",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Unavailable",
  504: "Gateway Timeout",
};

const statusText = (status: number): string => `${status} ${statuses[status] ?? ""}`.trim();

/** `412 ms`, `1.4 s`. */
export const duration = (milliseconds: number): string => (milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`);

const headerRows = (headers: Readonly<Record<string, string>>): Figure[] => Object.entries(headers).map(([name, value]) => ({ name, value }));

function rawOf(events: readonly StreamEvent[], body: string, total = events.length): string {
  if (events.length === 0) return body;
  const lines = events.map(({ name, data, atMs }) => `${duration(atMs).padStart(8)}  ${name === null ? "" : `${name}: `}${data}`);
  return [...lines, ...(total > events.length ? [`… and ${total - events.length} more`] : [])].join("\n");
}
