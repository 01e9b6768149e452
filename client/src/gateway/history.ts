import type { GatewayRequest } from "../../../server/src/gateway/outcome.ts";

/** One test as it is kept: no key was ever part of it, and texts are redacted before they come here. */
export interface HistoryEntry {
  /** ISO 8601. */
  readonly at: string;
  /** What was tested: `litellm.completion in app/chat.py`. */
  readonly title: string;
  /** Sent again by a rerun, with the key of that time. */
  readonly request: GatewayRequest;
  readonly ok: boolean;
  readonly status: number | null;
  readonly totalMs: number | null;
  /** The diagnosis in one line. */
  readonly headline: string;
  /** The beginning of the answer. */
  readonly text: string;
}

/** A file that may not be there yet. */
export interface HistoryFile {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

const most = 50;
const longestText = 2000;
/** A request with a long document or a picture would be kept fifty times. */
const longestEntry = 64_000;

/** The last tests, in a file of the user's own, never in the workspace. */
export class History {
  readonly #file: HistoryFile;
  /** Reading, adding and writing of one window come one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  /** The newest first. */
  entries(): Promise<readonly HistoryEntry[]> {
    return this.#inTurn(() => this.#read());
  }

  /** Keeps a test as the newest. */
  add(entry: HistoryEntry): Promise<void> {
    return this.#inTurn(async () => {
      const kept = { ...entry, text: entry.text.slice(0, longestText) };
      if (JSON.stringify(kept).length > longestEntry) return;
      await this.#file.write(JSON.stringify([kept, ...(await this.#read())].slice(0, most)));
    });
  }

  /** Forgets all of them. */
  clear(): Promise<void> {
    return this.#inTurn(() => this.#file.remove());
  }

  /** What another version or a broken disk has left is no history. */
  async #read(): Promise<readonly HistoryEntry[]> {
    const text = await this.#file.read();
    if (text === undefined) return [];
    try {
      const found: unknown = JSON.parse(text);
      return Array.isArray(found) ? found.filter(isEntry) : [];
    } catch {
      return [];
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== "object" || value === null) return false;
  const { at, title, request, headline, text } = value as Record<string, unknown>;
  return [at, title, headline, text].every((each) => typeof each === "string") && typeof request === "object" && request !== null && "body" in request && "path" in request;
}
