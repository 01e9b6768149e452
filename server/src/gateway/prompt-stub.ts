import { isJsonObject, type Json, type JsonObject } from "../engine/text/json.ts";
import type { RequestKind } from "./outcome.ts";
import type { RequestChoices } from "./request.ts";

/** What is asked where nobody chose to send the code's own prompt. */
export const stubText = "Reply with the word ok.";

/** A body with the prompt that was chosen, and which of its parts were replaced or taken out for that. */
export interface Stubbed {
  readonly body: JsonObject;
  readonly replaced: readonly string[];
}

/** Which parts of a body hold what a user says, by kind: the first one is what has to be there. */
const promptParts: Readonly<Partial<Record<RequestKind, readonly string[]>>> = {
  chat: ["messages", "prediction"],
  text: ["prompt", "suffix"],
  embedding: ["input"],
  image: ["prompt"],
  moderation: ["input"],
  speech: ["input", "instructions"],
  responses: ["input", "instructions", "prompt", "previous_response_id", "conversation"],
  rerank: ["query", "documents"],
};

/** Puts the chosen prompt into a body; undefined where the code's own was chosen and is not known. */
export function stubbed(kind: RequestKind, body: JsonObject, prompt: RequestChoices["prompt"]): Stubbed | undefined {
  const [main = "input", ...others] = promptParts[kind] ?? [];
  if (prompt === "code") return body[main] === undefined && !others.some((name) => name in body) ? undefined : { body, replaced: [] };
  const text = prompt === "stub" ? stubFor(body) : prompt.text;
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => name !== main && !others.includes(name)));
  return {
    body: { [main]: inForm(kind, text), ...(kind === "rerank" ? { documents: [text, "Another text."] } : {}), ...kept },
    replaced: [main, ...others].filter((name) => name in body || name === main),
  };
}

const inForm = (kind: RequestKind, text: string): Json => (kind === "chat" ? [{ role: "user", content: text }] : text);

/** OpenAI refuses to answer in JSON unless the prompt speaks of it. */
function stubFor({ response_format: format, text }: JsonObject): string {
  const asked = isJsonObject(format) ? format : isJsonObject(text) && isJsonObject(text.format) ? text.format : undefined;
  return asked?.type === "json_object" ? 'Reply with the JSON object {"ok": true}.' : stubText;
}
