import type { RequestKind } from "../outcome.ts";

/** How the SDKs of both languages name the method of a kind of request; undefined where they have none. */
export const clientMethods: Readonly<Partial<Record<RequestKind, string>>> = {
  chat: "chat.completions.create",
  text: "completions.create",
  embedding: "embeddings.create",
  image: "images.generate",
  moderation: "moderations.create",
  speech: "audio.speech.create",
  responses: "responses.create",
};
