import { printable } from "../engine/report/printable.ts";
import type { Paint } from "../engine/report/text.ts";
import type { Action, Diagnosis, GatewayRequest, Outcome } from "../gateway/outcome.ts";

/** What a test came to. */
export interface TestResult {
  readonly request: GatewayRequest;
  readonly outcome: Outcome;
  readonly diagnosis: Diagnosis;
  /** What was stubbed or left out, a sentence each. */
  readonly notes: readonly string[];
}

/** The result for programs; names and nulls are contracted with them. */
export function jsonResult({ request, outcome, diagnosis, notes }: TestResult): string {
  const { firstByteMs, firstTokenMs, totalMs } = outcome.timings;
  const { traceId, cacheStatus, retries, optionIndex } = outcome.gateway;
  const { ok, level, side, code, message, next, details } = diagnosis;
  const result = {
    schemaVersion: 1,
    ok,
    level,
    side,
    status: outcome.status,
    code,
    message,
    next,
    model: request.model,
    stream: request.stream,
    timings: { firstByteMs: rounded(firstByteMs), firstTokenMs: rounded(firstTokenMs), totalMs: rounded(totalMs) },
    usage: { inputTokens: outcome.usage?.inputTokens ?? null, outputTokens: outcome.usage?.outputTokens ?? null },
    gateway: { url: request.profile.baseUrl, traceId: traceId ?? request.headers["x-portkey-trace-id"] ?? null, cacheStatus, retries, optionIndex },
    finishReason: outcome.finishReason,
    text: outcome.text,
    details,
    notes,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

/** The result for people. */
export function textResult({ request, outcome, diagnosis, notes }: TestResult, paint: Paint): string {
  const { ok, level, side, code, message, next, actions, details } = diagnosis;
  const sign = level === "failure" ? paint("error", "✗") : level === "warning" ? paint("warning", "!") : paint("safe", "✓");
  const trace = outcome.gateway.traceId ?? request.headers["x-portkey-trace-id"];
  return [
    `${sign} ${printable(message)}`,
    ...(outcome.text === "" ? [] : outcome.text.split("\n").map((line) => `  │ ${printable(line)}`)),
    `  ${printable(figures(outcome))}`,
    ...details.filter((detail) => !detail.includes("under the trace")).map((detail) => `  ${printable(detail)}`),
    ...(trace === undefined ? [] : [`  trace ${printable(trace)}`]),
    ...notes.map((note) => `  ${printable(note)}`),
    ...(ok ? [] : [`  ${paint("rule", code)}${side === null ? "" : `, on the side of the ${side}`}`]),
    ...(next === null ? [] : [`  ${paint("strong", "Next:")} ${printable(next)}`]),
    ...actions.flatMap((action) => inWords(action, request) ?? []).map((line) => `        ${printable(line)}`),
    "",
  ].join("\n");
}

function figures({ status, timings, usage, finishReason }: Outcome): string {
  const { firstByteMs, firstTokenMs, totalMs } = timings;
  return [
    status === null ? undefined : `status ${status}`,
    firstByteMs === null ? undefined : `first byte ${rounded(firstByteMs)} ms`,
    firstTokenMs === null ? undefined : `first token ${rounded(firstTokenMs)} ms`,
    `total ${rounded(totalMs)} ms`,
    usage === null ? undefined : `${usage.inputTokens ?? "?"} tokens in, ${usage.outputTokens ?? "?"} out`,
    finishReason === null ? undefined : `finish ${finishReason}`,
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

/** What the command line can do about it, where the next step does not already say so. */
function inWords(action: Action, { model }: GatewayRequest): string | undefined {
  switch (action.kind) {
    case "set-key":
      return "the key is read from PORTKEY_API_KEY";
    case "fix-url":
      return action.url === null ? undefined : `--base-url ${action.url}`;
    case "change-profile":
      return "--profile hosted, airs, self-hosted (with --base-url) or local";
    case "retry-longer":
      return "--timeout SECONDS gives it longer";
    case "pick-model":
      return action.nearest.length === 0 ? undefined : `--model ${action.nearest[0]}`;
    case "map-slug":
      return model === null ? undefined : `--model @slug/${model.replace(/^@?[^/]*\//, "")}, with the provider's slug`;
    case "retry":
    case "retry-at":
    case "show-argument":
    case "edit-request":
    case "show-body":
    case "open-logs":
    case "open-providers":
    case "open-limits":
    case "open-status":
    case "open-proxy-settings":
    case "restart-local":
      return undefined;
    default:
      return action satisfies never;
  }
}

function rounded(milliseconds: number): number;
function rounded(milliseconds: number | null): number | null;
function rounded(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds);
}
