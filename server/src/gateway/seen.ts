import type { ErrorReport } from "./error-report.ts";
import type { ExplainContext } from "./explain.ts";
import { likelyModels, slugged } from "./model-names.ts";
import type { Action, Diagnosis, Ending, GatewayRequest, Outcome, Phase, Side } from "./outcome.ts";
import type { GatewayFacts } from "./profiles.ts";
import { clockTime, duration, retryAt } from "./retry-after.ts";

/** Everything that a row may look at. */
export interface Seen {
  readonly request: GatewayRequest;
  readonly outcome: Outcome;
  readonly error: ErrorReport;
  readonly gateway: GatewayFacts;
  readonly context: ExplainContext;
}

/** One cause: when it holds, whose side it is on, what is said, and what to do. */
export interface Row {
  /** Stable: scripts and settings name it. */
  readonly code: string;
  readonly side: Side | null | ((seen: Seen) => Side | null);
  /** A failure where nothing is said. */
  readonly level?: Diagnosis["level"];
  when(seen: Seen): boolean;
  message(seen: Seen): string;
  next?(seen: Seen): string;
  actions?(seen: Seen): readonly Action[];
}

// ── What rows look at ───────────────────────────────────────────────────────────────────────────────────────────────

/** Whether the request ended so. */
export function ended(kind: Ending["kind"]): Row["when"] {
  return ({ outcome }) => outcome.ending.kind === kind;
}

/** Whether the status is one of these. */
export function status(from: number, to = from): Row["when"] {
  return ({ outcome }) => outcome.status !== null && outcome.status >= from && outcome.status <= to;
}

/** A complaint of the gateway about the request, whatever its status. */
export function said(pattern: RegExp): Row["when"] {
  return ({ outcome, error }) => !isSuccess(outcome) && [error.message, error.code ?? "", ...error.complaints].some((text) => pattern.test(text));
}

/** Whether the status says that all went well. */
export const isSuccess = ({ status: code }: Outcome): boolean => code !== null && code >= 200 && code < 300;
/** Whether the status says that a server failed. */
export const isServerError = ({ status: code }: Outcome): boolean => code !== null && code >= 500 && code < 600;
/** The gateway complains of the request itself; the other statuses of this family have a meaning of their own. */
export const isGatewayRefusal = ({ outcome: { status: code }, error }: Seen): boolean =>
  error.origin === "gateway" && code !== null && code >= 400 && code < 500 && ![401, 403, 404, 405, 408, 412, 413, 429].includes(code);

/** The catalog has been read, and no model of it has the slug that was asked for. */
export function isSlugMissing({ request, context, error }: Seen): boolean {
  const slug = slugged(request.model)?.slug;
  return error.origin === "gateway" && slug !== undefined && (context.models ?? []).length > 0 && !isSlugKnown(slug, context);
}

/** Whether the catalog is known to have the model's slug. */
export const isInCatalog = ({ request, context }: Seen): boolean => isSlugKnown(slugged(request.model)?.slug ?? "", context);
const isSlugKnown = (slug: string, { models = [] }: ExplainContext): boolean => models.some((model) => slugged(model)?.slug === slug);

/** The side of whoever complained. */
export function bySource({ error }: Seen): Side {
  if (error.origin === "between") return "network";
  return error.origin === "gateway" ? "gateway" : "provider";
}

// ── How rows say it ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Whoever complained, as the beginning of a sentence. */
export const source = (seen: Seen): string => (seen.error.origin === "gateway" ? "The gateway" : provider(seen));
/** The provider with its name, as the beginning of a sentence. */
export const provider = ({ error, outcome }: Seen): string => {
  const name = error.provider ?? outcome.gateway.provider;
  return name === null ? "The provider" : `The provider ${name}`;
};
/** The host and port that was asked. */
export const host = ({ request }: Seen): string =>
  shortUrl(request.profile.baseUrl)
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "");
/** What was complained, at the end of a clause. */
export const quotedError = ({ error }: Seen): string =>
  error.message === "" || error.family === "html" ? "" : `: "${error.message.length > 240 ? `${error.message.slice(0, 239)}…` : error.message}"`;
/** A text with the dot that it lacks. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
/** How much of the answer is kept, at the end of a clause. */
export const soFar = ({ outcome: { text } }: Seen): string => (text === "" ? "" : `; the ${text.length} characters so far are kept`);
/** How long was waited, in milliseconds. */
export const waited = ({ outcome: { ending, timings } }: Seen): number => (ending.kind === "timed-out" ? ending.afterMs : timings.totalMs);
/** The limit that ran out. */
export const limitOf = ({ outcome: { ending } }: Seen): "connect" | "first-byte" | "idle" | "total" => (ending.kind === "timed-out" ? ending.limit : "total");
/** What took so long. */
export const phaseInWords = ({ outcome: { ending } }: Seen): string => phaseWords[ending.kind === "timed-out" || ending.kind === "network" ? ending.phase : "connect"];
const phaseWords: Readonly<Record<Phase, string>> = { name: "looking its name up", connect: "reaching it", tls: "agreeing on encryption", "first-byte": "the answer", body: "the answer" };

/** When to ask again, in milliseconds since 1970; null where nobody says. */
export const retryAtOf = ({ outcome }: Seen): number | null => retryAt(outcome.headers, outcome.startedAt + outcome.timings.totalMs);

/** When to ask again, as a clock shows it; undefined where nobody says. */
export function againAt(seen: Seen): string | undefined {
  const at = retryAtOf(seen);
  return at === null ? undefined : clockTime(at, seen.outcome.startedAt, seen.context.timeZone);
}

/** How long the gateway waited: it names its own limit. */
export const timeoutOf = ({ error }: Seen): string => {
  const limit = millisecondsIn(error.message);
  return limit === undefined ? "" : ` after ${duration(limit)}, the config's request_timeout`;
};
/** That a limit was perhaps written in the wrong unit, as a clause. */
export const tooShort = ({ error }: Seen): string => ((millisecondsIn(error.message) ?? 1000) < 1000 ? "; the number is taken as milliseconds, and was perhaps meant as seconds" : "");
const millisecondsIn = (text: string): number | undefined => {
  const [, limit] = /timeout.*?(\d+)\s*ms/i.exec(text) ?? [];
  return limit === undefined ? undefined : Number(limit);
};

/** The argument that a provider names, in a field or in its words. */
export function argumentOf({ error, request }: Seen): string | undefined {
  const named =
    error.param ??
    /(?:parameter|argument|field)[^'"`]{0,20}['"`]([\w.[\]]+)['"`]|['"`]([\w.[\]]+)['"`] is (?:not supported|a required|required|unsupported)/i.exec(error.message)?.slice(1).find(Boolean);
  const name = named?.replace(/^\[?body\.?/, "");
  if (name === undefined || name === "") return undefined;
  const [root = ""] = name.split(/[.[]/);
  return request.body !== null && root in request.body ? name : (error.param ?? undefined);
}

/** The checks that failed, in brackets. */
export function failedChecks({ outcome }: Seen): string {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("verdict" in value && value.verdict === false && "id" in value && typeof value.id === "string") names.add(value.id);
    for (const each of Object.values(value)) visit(each);
  };
  visit(typeof outcome.body.json === "object" && outcome.body.json !== null && "hook_results" in outcome.body.json ? outcome.body.json.hook_results : null);
  return names.size === 0 ? "" : ` (${[...names].slice(0, 3).join(", ")})`;
}

/** Whether some check of a guardrail failed, whatever became of the request. */
export const hasFailedHooks = (seen: Seen): boolean => failedChecks(seen) !== "";

/** The slugs of the catalog, as a clause. */
export function known({ request, context }: Seen): string {
  const slugs = [...new Set((context.models ?? []).flatMap((model) => slugged(model)?.slug ?? []))];
  if (slugs.length === 0 || request.model === null) return "";
  return `; it has ${slugs
    .slice(0, 5)
    .map((slug) => `@${slug}`)
    .join(", ")}${slugs.length > 5 ? " and others" : ""}`;
}

/** Names like the one that is not there, as a clause. */
export function suggested({ request, context }: Seen): string {
  const names = likelyModels(request.model, context.models ?? []);
  return names.length === 0 ? "" : `; near it are ${names.join(", ")}`;
}

/** LiteLLM's prefix of a model without a slug, which is what a mapping is asked for. */
export const providerOf = (model: string | null): string | null => (model === null || slugged(model) ? null : (/^([\w-]+)\//.exec(model)?.[1] ?? null));

/** A URL without what might hold a credential. */
export const shortUrl = (url: string): string => url.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "");

/** The base address that a redirect leads to; null where it leads to something else. */
export function redirectedBase(location: string | undefined, { path, profile }: GatewayRequest): string | null {
  if (location === undefined || !URL.canParse(location, profile.baseUrl)) return null;
  const target = shortUrl(new URL(location, `${profile.baseUrl}/`).href);
  return target.endsWith(path) && target.startsWith("https://") ? target.slice(0, -path.length) : null;
}

/** Where a path in front of `/v1` is wrong, the host's own `/v1` is the likeliest. */
export function otherBase(baseUrl: string): string | null {
  const plain = `${new URL(baseUrl).origin}/v1`;
  return plain === baseUrl ? null : plain;
}
