import type { AnswerKind, RequestEntry } from "../catalog/entries.ts";
import type { RequestKind } from "./request-sketch.ts";

/** What sends a request that can be sketched: one that asks a model at an address of its own. */
export interface SketchedTarget extends RequestEntry {
  readonly address: string;
  readonly kind: RequestKind;
}

const kinds: Partial<Readonly<Record<AnswerKind, RequestKind>>> = {
  chat: "chat",
  text: "text",
  embedding: "embedding",
  image: "image",
  moderation: "moderation",
  transcription: "transcription",
  speech: "speech",
  answer: "responses",
  rerank: "rerank",
};

/** The target of a request, or undefined for one that asks no model, such as for a file. */
export function sketchedTarget(target: RequestEntry | undefined): SketchedTarget | undefined {
  const kind = target && kinds[target.answer];
  return kind && target.address !== undefined ? { ...target, address: target.address, kind } : undefined;
}
