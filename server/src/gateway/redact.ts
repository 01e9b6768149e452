// What must not be shown or kept leaves texts by its value, where it is known, and by what keys look like, where it is not.
import type { Json } from "../engine/text/json.ts";

/** What stands for what was taken out. */
export const redacted = "[redacted]";

/** Takes secrets out of texts, headers and JSON. */
export interface Redactor {
  text(text: string): string;
  headers(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** What is nested too deep is left out. */
  json(value: Json): Json;
  /** From where on what is to follow a text could show a secret in it. */
  firstDoubt(text: string): number;
}

/** Credentials whose names are theirs alone: a header, a JSON field or a variable. */
const secretName =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|x-portkey-virtual-key|.*(?:api[-_]?key|access[-_]?key(?:[-_]?id)?|secret|password|passwd|private[-_]?key|session[-_]?token|access[-_]?token|auth[-_]?token|ad[-_]?token|service[-_]?account[-_]?json|credentials?))$/i;

/** Whether a header, a field or a variable of this name holds a credential. */
export const isSecretName = (name: string): boolean => secretName.test(name) && !/^max[-_]/i.test(name);

/** How the keys of providers and gateways look; each has at least twelve characters behind what it begins with. */
const secretPatterns: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|r8|hf|xai|pplx|nvapi|ghp|gho|ghs|glpat)[-_](?=[\w*.-]*[\d*_-])[A-Za-z0-9*_.-]{10,}[A-Za-z0-9*_-]/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{12,}/g,
  /\bAIza[\w-]{20,}/g,
  // Not inside a longer word: each place where it could begin would be followed to the word's end.
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\bxox[abprs]-[\w-]{10,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];
/** The scheme stays: that there was one is worth knowing. */
const schemePattern = /\b(Bearer|Basic)(\s+)(?!\$|["']|\[redacted\])[\w.~+/=-]{8,}/gi;
/** `"api_key": "…"`, also where the quotes are escaped in a string of JSON, `api-key: …` and `api_key=…`. */
const fieldPattern =
  /((?:api[-_]?key|access[-_]?key(?:[-_]?id)?|client[-_]?secret|secret[-_]?access[-_]?key|password|private[-_]?key|session[-_]?token|access[-_]?token|auth[-_]?token|authorization)\\*["']?\s*[:=]\s*\\*["']?)(?!\$|Bearer\b|Basic\b|null\b|\[redacted\])([^\s"'\\,;&}]{6,})/gi;

/** JSON that is nested deeper is nobody's answer, and would end the stack. */
const deepest = 200;

/** A redactor that knows some secrets by their values; those too short to be one are ignored. */
export function createRedactor(secrets: readonly (string | undefined)[]): Redactor {
  const values = [...new Set(secrets.flatMap((secret) => spellings(secret?.trim() ?? "")))].sort((a, b) => b.length - a.length);
  const text = (from: string): string => {
    let result = from;
    for (const value of values) result = result.replaceAll(value, redacted);
    for (const pattern of secretPatterns) result = result.replace(pattern, redacted);
    return result.replace(schemePattern, `$1$2${redacted}`).replace(fieldPattern, `$1${redacted}`);
  };
  const json = (value: Json, depth = 0): Json => {
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > deepest) return "…";
    if (Array.isArray(value)) return value.map((each) => json(each, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [text(name), isSecretName(name) && typeof each === "string" ? redacted : json(each, depth + 1)]));
  };
  return {
    text,
    json: (value) => json(value),
    firstDoubt: (from) => {
      const whole = text(from);
      let doubt = Math.min(doubtfulWord(from), ...values.map((value) => beginningOf(value, from)));
      // A cut in the middle of a secret would show a part of it: it moves to the word before.
      while (doubt > 0 && !whole.startsWith(text(from.slice(0, doubt)))) doubt = from.slice(0, doubt - 1).search(/\S+\s*$/);
      return Math.max(doubt, 0);
    },
    headers: (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? redacted : text(value)])),
  };
}

/** A secret as it stands in a text, in a URL and behind `Basic`. */
function spellings(secret: string): readonly string[] {
  if (secret.length < 6) return [];
  const base64 = Buffer.from(secret).toString("base64");
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64, base64.replace(/=+$/, "")];
}

/** Redacts a text that arrives in pieces: what may be the beginning of a secret waits for the piece that shows it. */
export interface StreamRedactor {
  read(piece: string): string;
  end(): string;
}

/** How many characters of a secret without an end are waited for. */
const longestWait = 400;
/** What was shown stays known for so many characters: the name of a field decides about what follows it. */
const remembered = 2000;

/** Makes a redactor for one text. */
export function createStreamRedactor(redactor: Redactor): StreamRedactor {
  /** The last part of the text, and what was shown of it. */
  let text = "";
  let shown = "";
  const show = (end: number): string => {
    const redactedText = redactor.text(text.slice(0, end));
    // The beginning of a word may be out before its end makes it doubtful.
    if (redactedText.length <= shown.length) return "";
    const fresh = redactedText.slice(shown.length);
    shown = redactedText;
    const start = end > 2 * remembered ? text.lastIndexOf(" ", end - remembered) : -1;
    if (start > 0) {
      text = text.slice(start);
      shown = redactor.text(text.slice(0, end - start));
    }
    return fresh;
  };
  return {
    read(piece) {
      text += piece;
      const doubt = redactor.firstDoubt(text);
      return show(text.length - doubt > longestWait ? text.length : doubt);
    },
    end: () => show(text.length),
  };
}

const beginnings = ["sk-", "pk-", "rk-", "sk_", "pk_", "rk_", "gsk_", "r8_", "hf_", "xai-", "pplx-", "nvapi-", "ghp_", "gho_", "ghs_", "glpat-", "AKIA", "ASIA", "AIza", "eyJ", "xox", "-----BEGIN"];

/** Where the last word begins, if it may become a secret of a known look; a longer one is not waited for. */
function doubtfulWord(text: string): number {
  const before = Math.max(text.length - longestWait - 1, 0);
  const tail = text.slice(before);
  const scheme = /\b(?:Bearer|Basic)\s+\S*$/i.exec(tail)?.index ?? tail.length;
  const field = /[\w-]*(?:key|secret|token|password|authorization)[\w-]*\\*["']?\s*[:=]?\s*\\*["']?[^\s"'\\,;&}]*$/i.exec(tail)?.index ?? tail.length;
  const lastWord = /[^\s"'\\,;:=&(){}[\]<>`]*$/.exec(tail)?.index ?? tail.length;
  const starts = [...tail.slice(lastWord).matchAll(/(?<![\w])[\w-]/g)].map(({ index }) => lastWord + index);
  const word = starts.find((start) => beginnings.some((beginning) => beginning.startsWith(tail.slice(start)) || tail.startsWith(beginning, start))) ?? tail.length;
  return before + Math.min(scheme, field, word);
}

/** Where the last characters begin that are the first ones of a value. */
function beginningOf(value: string, text: string): number {
  for (let length = Math.min(value.length - 1, text.length); length > 0; length--) if (text.endsWith(value.slice(0, length))) return text.length - length;
  return text.length;
}
