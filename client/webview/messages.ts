// What the extension and the page of the gateway panel say to each other. Every text is shown as text, never as markup.

/** All that the page shows; the extension words it, the page only sets it. */
export interface PanelState {
  /** What was tested: `litellm.completion in app/chat.py`. */
  readonly title: string;
  /** Profile, address and model. */
  readonly where: string;
  readonly phase: "waiting" | "sending" | "receiving" | "done";
  /** One line that a screen reader announces when it changes. */
  readonly announcement: string;
  readonly card: Card | null;
  readonly figures: readonly Figure[];
  /** What the model wrote so far. */
  readonly text: string;
  /** What was left out of the request or stands in for what only a run would know. */
  readonly notes: readonly string[];
  /** What the gateway and the provider tell about the answer, a sentence each. */
  readonly details: readonly string[];
  readonly raw: string;
  readonly headers: readonly Figure[];
  readonly request: string;
  readonly curl: string;
}

/** A name and what it is: `time to first token`, `120 ms`. */
export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** What came of the request, whose side it is on, and what to do next. */
export interface Card {
  readonly tone: "success" | "warning" | "error";
  readonly headline: string;
  /** Whose side: `Gateway`, `Provider`, `Network`, `Configuration`; empty where nothing is wrong. */
  readonly side: string;
  readonly message: string;
  readonly next: string;
  /** The buttons; a press is told by its place in this list. */
  readonly actions: readonly string[];
}

/** What the page is told. */
export type ToPage = { readonly kind: "state"; readonly state: PanelState } | { readonly kind: "text"; readonly more: string };

/** What the page tells. */
export type FromPage =
  | { readonly kind: "ready" }
  | { readonly kind: "stop" }
  | { readonly kind: "rerun" }
  | { readonly kind: "action"; readonly index: number }
  | { readonly kind: "copy"; readonly what: "text" | "raw" | "headers" | "request" | "curl" };
