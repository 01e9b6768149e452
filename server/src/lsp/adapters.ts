import type { TextEdit } from "vscode-languageserver";
import type { AdapterNeed } from "../engine/rewrite/call-plan.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { type AdapterFile, adapterFile } from "../engine/workspace/adapter-file.ts";
import { decodeText } from "../host/decode.ts";
import type { Host } from "../host/host.ts";
import type { Contexts } from "./contexts.ts";
import type { Documents } from "./documents.ts";
import { editsOf, type PositionEncoding } from "./to-protocol.ts";
import type { WorkspaceModules } from "./workspace-modules.ts";

/** What the adapters of workspace folders are read from. */
export interface AdapterSources {
  readonly host: Pick<Host, "readFile">;
  readonly documents: Documents;
  readonly contexts: Contexts;
  readonly modules: WorkspaceModules;
}

/** A file that holds an adapter, and what a change of the workspace does with it. */
export interface AdapterDocument {
  readonly uri: string;
  /** The document's version, null for a file that is not open. */
  readonly version: number | null;
  readonly isNew: boolean;
  readonly edits: readonly TextEdit[];
  /** The packages that it needs besides those it needed before. */
  readonly packages: readonly string[];
}

/** What becomes of the adapters that fixes need. */
export interface AdapterDocuments {
  /** Those that change. */
  readonly changed: readonly AdapterDocument[];
  /** Why others cannot be written. */
  readonly unwritable: ReadonlyMap<string, string>;
}

/** Looks at the adapters that fixes need; an open document's text wins over the file's. */
export async function adapterDocuments(needs: readonly AdapterNeed[], sources: AdapterSources, encoding: PositionEncoding): Promise<AdapterDocuments> {
  const changed: AdapterDocument[] = [];
  const unwritable = new Map<string, string>();
  for (const uri of [...new Set(needs.map((need) => need.uri))].sort()) {
    const document = sources.documents.get(uri);
    const existing = document?.text ?? (await textOf(uri, sources.host));
    const after = await afterFixes(uri, existing, needs, sources);
    if (after.kind === "refused") unwritable.set(uri, `${uri.slice(uri.lastIndexOf("/") + 1)}: ${after.reason}`);
    if (after.kind !== "written") continue;
    const text = existing ?? "";
    const edits = editsOf({ text, lines: new LineIndex(text), encoding }, [{ span: { start: 0, end: text.length }, text: after.text }]);
    changed.push({ uri: document?.uri ?? uri, version: document?.version ?? null, isNew: existing === undefined, edits, packages: after.packages });
  }
  return { changed, unwritable };
}

async function afterFixes(uri: string, existing: string | undefined, needs: readonly AdapterNeed[], { contexts, modules }: AdapterSources): Promise<AdapterFile> {
  // What the text holds depends on all files of the workspace.
  await modules.ready();
  const { settings } = await contexts.of(uri);
  return adapterFile({ uri, existing, needs: needs.filter((need) => need.uri === uri), use: modules.index.adapterUse(uri), settings });
}

/** Undefined for a file that is not there. */
async function textOf(uri: string, host: Pick<Host, "readFile">): Promise<string | undefined> {
  const bytes = await host.readFile(uri).catch(() => undefined);
  const decoded = bytes && decodeText(bytes);
  return decoded?.kind === "text" ? decoded.text : undefined;
}
