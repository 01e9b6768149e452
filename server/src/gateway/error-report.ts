import { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";
import type { Outcome } from "./outcome.ts";

/** What a failed answer says about itself, whichever of the known forms its body has. */
export interface ErrorReport {
  /**
   * `openai`: `{error: {message}}` as providers answer, `gateway`: `{status: "failure", message}`, `account`: `{success: false, data}`,
   * `html-message`: what the gateway makes of an answer that it could not read, `route`: `{message, ok: false}`.
   */
  readonly family: "openai" | "gateway" | "account" | "html-message" | "route" | "html" | "text" | "none";
  /** Who answered; `between` is something in the way that knows neither. */
  readonly origin: "gateway" | "provider" | "between" | "unknown";
  readonly message: string;
  readonly code: string | null;
  readonly type: string | null;
  /** The argument that is complained of. */
  readonly param: string | null;
  readonly provider: string | null;
  /** Each of the gateway's complaints about a config. */
  readonly complaints: readonly string[];
}

/** Reads the error out of an outcome. */
export function readError(outcome: Outcome): ErrorReport {
  const { json, form, text } = outcome.body;
  const body = isJsonObject(json) ? json : isJsonObject(outcome.error) ? { error: outcome.error } : undefined;
  const said = body === undefined ? saidWithoutJson(form, text) : saidInJson(body);
  // The local gateway's catalog gives its reasons a code.
  return { ...said, code: said.code ?? outcome.headers["x-portkey-migrate-local"] ?? null, origin: originOf(said, outcome) };
}

type Said = Omit<ErrorReport, "origin">;

const silent: Said = { family: "none", message: "", code: null, type: null, param: null, provider: null, complaints: [] };

function saidInJson(body: JsonObject): Said {
  const provider = textOf(body.provider);
  const { error, data } = body;
  if (typeof body["html-message"] === "string") return { ...silent, family: "html-message", message: withoutMarkup(body["html-message"]), provider };
  if (isJsonObject(error)) {
    const inner = isJsonObject(error.error) ? error.error : error;
    const message = textOf(inner.message) ?? textOf(inner.detail) ?? JSON.stringify(inner).slice(0, looked);
    return { ...silent, family: "openai", message, code: scalarOf(inner.code), type: textOf(inner.type), param: textOf(inner.param), provider };
  }
  if (typeof error === "string") return { ...silent, family: "openai", message: error.slice(0, looked), code: scalarOf(body.code), provider };
  if (isJsonObject(data) && body.success === false) return { ...silent, family: "account", message: textOf(data.message) ?? "", code: scalarOf(data.errorCode) };
  const message = textOf(body.message) ?? textOf(body.detail) ?? "";
  if (body.status === "failure")
    return { ...silent, family: "gateway", message, complaints: Array.isArray(body.errors) ? body.errors.map((each) => textOf(each) ?? JSON.stringify(each).slice(0, looked)) : [], provider };
  if (body.ok === false) return { ...silent, family: "route", message };
  return { ...silent, family: message === "" ? "none" : "openai", message, code: scalarOf(body.code), type: textOf(body.type), provider };
}

function saidWithoutJson(form: Outcome["body"]["form"], text: string): Said {
  if (form === "html") return { ...silent, family: "html", message: titleOf(text) };
  return text.trim() === "" || form === "stream" ? silent : { ...silent, family: "text", message: shortened(text.slice(0, looked).trim()) };
}

/** Only what went through a route carries the gateway's headers; its own complaints about a request do not, or say that they are its own. */
function originOf({ family, message, type, provider }: Said, { headers, gateway, status }: Outcome): ErrorReport["origin"] {
  if (/^(Portkey|AI Gateway) Error\b/i.test(message) || type === "hooks_failed") return "gateway";
  if (family === "gateway" || family === "account" || family === "route") return "gateway";
  if (provider !== null || family === "html-message") return "provider";
  const wentThrough = gateway.optionIndex !== null || gateway.provider !== null;
  if (family === "html") return wentThrough ? "provider" : "between";
  if (headers["x-portkey-gateway-exception"] === "true") return "gateway";
  if (wentThrough || providersWords.test(message)) return "provider";
  // The hosted gateway's text for a bad key is not documented; a provider's key would be named with its provider.
  if (status === 401) return "gateway";
  return family === "openai" ? "provider" : "unknown";
}

/** How providers complain about a key: `openai error: …`, `Incorrect API key provided`, `invalid x-api-key`. */
const providersWords = /^[\w-]+ error: |incorrect api key provided|invalid x-api-key|platform\.openai\.com|console\.anthropic\.com/i;

const textOf = (value: Json | undefined): string | null => (typeof value === "string" && value !== "" ? value.slice(0, looked) : null);
const scalarOf = (value: Json | undefined): string | null => (typeof value === "number" ? String(value) : textOf(value));
/** So much of a body is looked at for what it says; the rest is shown with it. */
const looked = 4000;
const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

function titleOf(html: string): string {
  const head = html.slice(0, looked);
  return withoutMarkup(/<title[^<>]*>([^<]*)/i.exec(head)?.[1] ?? /<h1[^<>]*>([^<]*)/i.exec(head)?.[1] ?? "");
}

const withoutMarkup = (html: string): string => {
  const text = html.slice(0, looked).replace(/<[^<>]*>/g, " ");
  return shortened(text.replace(/\s+/g, " ").trim());
};
