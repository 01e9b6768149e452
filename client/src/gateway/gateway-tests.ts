import { type Diagnosis, type GatewayRequest, isJsonObject, type Json, type JsonObject, type Limits, type LiveEvent, type Outcome } from "../../../server/src/gateway/outcome.ts";
import type { Redactor } from "../../../server/src/gateway/redact.ts";
import type { FoundRequest } from "./code-requests.ts";
import type { History } from "./history.ts";
import type { Panel } from "./panel.ts";
import { endedView, headlineOf, nothingYet, type Progress, refusedView, runningView, type TestView } from "./panel-view.ts";
import type { Sender } from "./sender.ts";
import type { GatewaySettings } from "./user-settings.ts";

/** A request that is ready to be sent, with where it comes from. */
export interface PreparedTest extends TestView {
  readonly source: CodeSource | null;
  /** The call again, where its own messages were replaced by a test text; null where there is nothing else to send. */
  readonly stubbed: FoundRequest | null;
}

/** The call that a request was read from. */
export interface CodeSource {
  readonly uri: string;
  readonly range: { readonly start: Place; readonly end: Place };
  /** LiteLLM's prefix of the provider, which a slug is mapped for. */
  readonly provider: string | null;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** How a test ended. */
export interface TestResult {
  readonly test: PreparedTest;
  readonly outcome: Outcome;
  readonly diagnosis: Diagnosis;
}

/** What the tests work with. */
export interface GatewayTestsParts {
  readonly sender: Sender;
  readonly panel: Pick<Panel, "show" | "update" | "append">;
  readonly history: History;
  readonly settings: () => GatewaySettings;
  readonly limits: Limits;
  readonly explain: (request: GatewayRequest, outcome: Outcome) => Diagnosis;
  /** Takes keys out of what is kept, those that are known and whatever looks like one. */
  readonly createRedactor: (keys: readonly string[]) => Pick<Redactor, "text" | "json">;
  /** What the buttons of a result say, in the order of its actions. */
  readonly labelsOf: (result: TestResult) => readonly string[];
}

/** Runs one test at a time and shows it; a newer one ends the one before. */
export class GatewayTests {
  readonly #parts: GatewayTestsParts;
  #running: AbortController | undefined;
  #last: TestResult | undefined;
  /** What was sent last, which a rerun sends again. */
  #sent: PreparedTest | undefined;

  constructor(parts: GatewayTestsParts) {
    this.#parts = parts;
  }

  /** Sends the request and shows what comes of it; `slower` makes the limits longer. */
  async run(test: PreparedTest, { slower = 1 }: { readonly slower?: number } = {}): Promise<TestResult | undefined> {
    const { sender, panel, settings, limits, explain, labelsOf } = this.#parts;
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    this.#sent = test;
    this.#last = undefined;
    const isCurrent = () => this.#running === running;
    let progress: Progress = nothingYet;
    panel.show(runningView(test, progress));
    const onEvent = (event: LiveEvent) => {
      if (!isCurrent()) return;
      if (event.kind === "text") {
        progress = { ...progress, text: progress.text + event.delta };
        panel.append(event.delta);
      } else if (event.kind === "head") {
        progress = { ...progress, head: event };
        panel.update(runningView(test, progress));
      }
    };
    try {
      const outcome = await sender.send(test.request, { signal: running.signal, limits: limitsOf(limits, settings().timeoutMs, slower), onEvent });
      const result: TestResult = { test, outcome, diagnosis: explain(test.request, outcome) };
      if (isCurrent()) {
        this.#last = result;
        panel.update(endedView(test, outcome, result.diagnosis, labelsOf(result)));
      }
      await this.#keep(result);
      return result;
    } catch (error) {
      if (isCurrent()) panel.update(refusedView(test, error instanceof Error ? error.message : String(error)));
      throw error;
    } finally {
      if (isCurrent()) this.#running = undefined;
    }
  }

  /** Ends what is under way; its socket is closed at once. Says whether something was. */
  cancel(): boolean {
    const running = this.#running;
    running?.abort();
    return running !== undefined;
  }

  /** The last result, until another test begins. */
  get last(): TestResult | undefined {
    return this.#last;
  }

  /** What was sent last in this window. */
  get sent(): PreparedTest | undefined {
    return this.#sent;
  }

  async #keep({ test, outcome, diagnosis }: TestResult): Promise<void> {
    const { history, settings, sender, createRedactor } = this.#parts;
    if (!settings().keepsHistory || outcome.ending.kind === "cancelled") return;
    const redactor = createRedactor(await sender.allKeys());
    await history.add({
      at: new Date(outcome.startedAt).toISOString(),
      title: redactor.text(test.title),
      request: { ...test.request, body: bodyOf(redactor.json(test.request.body)) },
      ok: diagnosis.ok,
      status: outcome.status,
      totalMs: Math.round(outcome.timings.totalMs),
      headline: redactor.text(`${headlineOf(outcome, diagnosis)}${diagnosis.level === "success" ? "" : `: ${diagnosis.message}`}`),
      text: redactor.text(outcome.text),
    });
  }
}

/** A body is redacted part by part, so it is an object still. */
const bodyOf = (body: Json): JsonObject | null => (isJsonObject(body) ? body : null);

/** The limits of a request that may take so many milliseconds in all, each of them longer for one that was too slow. */
function limitsOf(usual: Limits, totalMs: number, slower: number): Limits {
  const longer = (limit: number): number => Math.min(limit, totalMs) * slower;
  return { connect: longer(usual.connect), firstByte: longer(usual.firstByte), idle: longer(usual.idle), total: totalMs * slower, bytes: usual.bytes };
}
