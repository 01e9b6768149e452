import type { AnalysisContext, Engine, FileReport } from "../engine/engine.ts";
import type { SourceFile } from "../engine/source-file.ts";
import { Stopped } from "../engine/syntax/turns.ts";
import type { Host } from "../host/host.ts";
import type { Analysis, Unread } from "./analysis.ts";
import { Slices } from "./slices.ts";
import { type DocumentEdit, staleReport } from "./stale.ts";

/** A text that the client has open. */
export interface OpenText {
  /** As the client spells it. */
  readonly uri: string;
  /** The one spelling that look-ups use. */
  readonly key: string;
  readonly version: number;
  /** Edits since it was asked last. */
  takeEdits(): readonly DocumentEdit[];
  /** The text as it is now. */
  snapshot(): Snapshot;
}

/** An open text at one moment. */
export interface Snapshot {
  readonly source: SourceFile;
  analysisOf(report: FileReport, context: AnalysisContext): Analysis;
}

interface Parts {
  readonly engine: Promise<Engine>;
  readonly host: Host;
  /** What holds for a text, or why it is left alone. */
  readonly contextOf: (text: OpenText) => Promise<AnalysisContext | Unread>;
  readonly onReport: (report: FileReport) => void;
}

/** What is known of one open text. */
interface State {
  /** The last analysis that came to its end. */
  last: Analysis | undefined;
  /** Edits that `last` knows nothing of. */
  readonly unseen: DocumentEdit[];
  /** Edits that the engine was not told of yet. */
  readonly untold: DocumentEdit[];
  run: Run | undefined;
  /** Told when a run does not come to its end at once. */
  readonly onOverdue: Set<() => void>;
}

/** An analysis under way. */
interface Run {
  readonly version: number;
  readonly context: AnalysisContext;
  /** How many of the unseen edits it has seen when it is done. */
  readonly edits: number;
  readonly slices: Slices;
  /** What it says before it is done. */
  preview: Analysis | undefined;
  /** Ends without a value where something newer has stopped it. */
  done: Promise<void>;
}

/** What can be said of a text at once: the truth, or what the last analysis says after the edits since. */
export interface Shown {
  readonly analysis: Analysis | Unread;
  readonly isStale: boolean;
}

/**
 * Keeps the analysis of each open text up to date with as little work as the keystrokes allow: one at a time for each text, in slices
 * between which the server answers others, and stopped where a newer text or other settings make its result useless.
 */
export class OpenAnalyses {
  readonly #parts: Parts;
  readonly #states = new Map<OpenText, State>();
  /** What is asked for of a text and not known yet. */
  readonly #awaited = new Map<OpenText, Promise<Analysis | Unread>>();
  /** Texts that are being let go of, by key: one that is opened again waits for it. */
  readonly #closing = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The analysis of the text as it is when the analysis is done. All who ask meanwhile wait for the same: while somebody types, they are many. */
  of(text: OpenText): Promise<Analysis | Unread> {
    const awaited = this.#awaited.get(text);
    if (awaited) return awaited;
    const exact = this.#exact(text).finally(() => this.#awaited.delete(text));
    this.#awaited.set(text, exact);
    return exact;
  }

  async #exact(text: OpenText): Promise<Analysis | Unread> {
    for (;;) {
      const context = await this.#parts.contextOf(text);
      if ("skipped" in context) return context;
      const engine = await this.#parts.engine;
      await this.#closing.get(text.key);
      const state = this.#stateOf(text);
      if (!state) return { uri: text.uri, skipped: "closed meanwhile" };
      const { last, run, unseen } = state;
      if (last?.version === text.version && last.context === context && unseen.length === 0 && isUpToDate(last, context)) return last;
      if (run && run.context !== context) run.slices.stop();
      if (run && (run.version !== text.version || run.edits !== unseen.length)) overtake(run);
      await (run ?? this.#start(text, state, context, engine)).done;
    }
  }

  /** What can be shown of the text without waiting for a long analysis. */
  async shown(text: OpenText): Promise<Shown> {
    const state = this.#stateOf(text);
    const exact = this.of(text);
    if (!state) return { analysis: await exact, isStale: false };
    let listener = (): void => {};
    const overdue = new Promise<undefined>((resolve) => {
      listener = () => resolve(undefined);
      if (state.run?.slices.isOverdue) listener();
      else state.onOverdue.add(listener);
    });
    // whoever wants the truth asks for it again, and is told then why there is none
    exact.catch(() => {});
    try {
      const inTime = await Promise.race([exact, overdue]);
      // a first slice that is over has kept others waiting long enough; a preview comes sooner
      if (!inTime && !state.run?.preview) await this.#parts.host.pause(0);
      const stale = inTime ? undefined : this.#stale(text);
      return stale ? { analysis: stale, isStale: true } : { analysis: inTime ?? (await exact), isStale: false };
    } finally {
      state.onOverdue.delete(listener);
    }
  }

  /** Follows a text from when it is opened. */
  open(text: OpenText): void {
    // a client may open a document twice, and only one of them can have the tree of its key
    for (const other of this.#states.keys()) if (other.key === text.key) this.close(other).catch(() => {});
    this.#states.set(text, { last: undefined, unseen: [], untold: [], run: undefined, onOverdue: new Set() });
  }

  /** Stops what a newer text makes useless, unless it is nearly done. */
  edited(text: OpenText): void {
    const run = this.#states.get(text)?.run;
    if (run) overtake(run);
  }

  /** Lets go of a text that was closed. */
  async close(text: OpenText): Promise<void> {
    const run = this.#states.get(text)?.run;
    this.#states.delete(text);
    run?.slices.stop();
    const earlier = this.#closing.get(text.key);
    const closing = (async () => {
      await Promise.allSettled([run?.done, earlier]);
      (await this.#parts.engine).close(text.key);
    })();
    this.#closing.set(text.key, closing);
    await closing;
    if (this.#closing.get(text.key) === closing) this.#closing.delete(text.key);
  }

  #stateOf(text: OpenText): State | undefined {
    const state = this.#states.get(text);
    const edits = text.takeEdits();
    state?.unseen.push(...edits);
    state?.untold.push(...edits);
    return state;
  }

  #start(text: OpenText, state: State, context: AnalysisContext, engine: Engine): Run {
    const slices = new Slices(this.#parts.host, () => {
      for (const listener of state.onOverdue) listener();
    });
    const snapshot = text.snapshot();
    const untold = state.untold.splice(0);
    for (const [index, edit] of untold.entries()) engine.edited(snapshot.source.uri, edit, index === untold.length - 1 ? snapshot.source.text : undefined);
    const [{ version }, edits] = [text, state.unseen.length];
    const onPreview = (report: FileReport): void => {
      run.preview = snapshot.analysisOf(report, context);
    };
    const done = async (): Promise<void> => {
      try {
        const report = await engine.analyze(snapshot.source, context, { keepTree: true, turns: slices, onPreview });
        this.#parts.onReport(report);
        state.last = snapshot.analysisOf(report, context);
        state.unseen.splice(0, edits);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
      } finally {
        state.run = undefined;
      }
    };
    const run: Run = { version, context, edits, slices, preview: undefined, done: Promise.resolve() };
    state.run = run;
    run.done = done();
    return run;
  }

  #stale(text: OpenText): Analysis | undefined {
    const state = this.#stateOf(text);
    if (!state?.last) return undefined;
    const { run } = state;
    if (run?.preview && run.version === text.version && run.edits === state.unseen.length) return run.preview;
    const { report, context } = state.last;
    const snapshot = text.snapshot();
    return snapshot.analysisOf({ ...staleReport(report, state.unseen), source: snapshot.source }, context);
  }
}

/** There is a newer text: what the run would say besides its preview can wait until nobody types. */
function overtake({ preview, slices }: Run): void {
  if (preview) slices.stop();
  else slices.overtake();
}

/** Whether what other files give to a text is still what its analysis was made with. */
const isUpToDate = ({ report: { source, seen } }: Analysis, { workspace: { modules } }: AnalysisContext): boolean => modules?.versionOf(source.uri) === seen;
