import { catalog } from "./catalog/catalog.ts";
import type { AnalysisContext, FileReport } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import type { Neighbors } from "./facts/neighbors.ts";
import { adapterStem, withAdapter } from "./sketch/adapter-modules.ts";
import type { SketchedRequests } from "./sketch/request-sketch.ts";
import { mayHoldRequests, sketchRequests } from "./sketch/sketch-requests.ts";
import type { SourceFile } from "./source-file.ts";
import { inSlices, Stopped, type Turns } from "./syntax/turns.ts";

/** Gathers the facts of a text for nothing but its requests. */
export type GatherAlone = (source: SourceFile, neighbors: Neighbors | undefined, turns: Turns | undefined) => Promise<FileFacts>;

/** What requests are read with. */
export interface RequestReading extends AnalysisContext {
  /** The facts of the very text, where its analysis has them. */
  readonly known: FileFacts | undefined;
  readonly gather: (neighbors: Neighbors | undefined) => Promise<FileFacts>;
  readonly turns: Turns | undefined;
}

/** Reads the requests of a text that was analyzed: by the facts of its analysis, or by facts of its own where no rule was interested in it or the project's adapter stands for LiteLLM. */
export async function readRequests({ source, skipped }: FileReport, { settings, workspace, known, gather, turns }: RequestReading): Promise<SketchedRequests> {
  const adapter = adapterStem(workspace.adapterUri, settings.adapterPath);
  if (skipped !== undefined || !mayHoldRequests(source.text, adapter)) return { requests: [], unread: [] };
  const around = workspace.modules?.neighborsOf(source.uri);
  const usesAdapter = source.text.includes(adapter);
  try {
    const facts = known && !usesAdapter ? known : await gather(usesAdapter ? withAdapter(around, adapter) : around);
    return await inSlices(sketchRequests({ uri: source.uri, text: source.text, facts, catalog, settings, workspace }), turns);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    // The analysis of such a text says why it cannot be read.
    return { requests: [], unread: [] };
  }
}
