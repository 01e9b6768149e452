import type { CancellationToken, Disposable } from "vscode-languageserver";
import { notebookExtension } from "../engine/notebook/read-notebook.ts";
import type { Settings } from "../engine/settings.ts";
import { extensions } from "../engine/source-file.ts";
import { usesLiteLlm } from "../engine/workspace/audit.ts";
import type { Host, ListOptions } from "../host/host.ts";
import { isUnreadFormat, type UnreadFile, unreadNames } from "../host/unread-formats.ts";
import { uriKey } from "../host/uris.ts";
import { type Analysis, isRead, type Unread } from "./analysis.ts";
import type { Contexts } from "./contexts.ts";
import type { Documents } from "./documents.ts";
import { throwIfCanceled } from "./guard.ts";
import type { Notebooks } from "./notebooks.ts";
import type { Targets } from "./protocol.ts";
import type { Reports } from "./reports.ts";
import type { UnreadFiles } from "./unread-files.ts";
import type { WorkspaceModules } from "./workspace-modules.ts";

/** What a walk over files needs. */
export interface ScanParts {
  readonly host: Host;
  readonly contexts: Contexts;
  readonly documents: Documents;
  readonly notebooks: Notebooks;
  readonly reports: Reports;
  readonly modules: WorkspaceModules;
  readonly unreadFiles: UnreadFiles;
}

/** Told how far a scan is. */
export type OnProgress = (done: number, all: number, uri: string) => void;

/** Longer than this without a turn of the event loop, and typing would feel it. */
const sliceMs = 25;

/** Analyzes the targets file by file; an open document's text wins over the file's. Ends by throwing when the token is canceled. */
export async function* scan(parts: ScanParts, targets: Targets, token: CancellationToken, onProgress: OnProgress): AsyncGenerator<Analysis | Unread> {
  const release = parts.host.spareMemory();
  try {
    await untilCanceled(parts.modules.ready(), token);
    const { uris, unread, onlyModels } = await filesOf(parts, targets, token);
    yield* unread;
    let isInUse = false;
    let sliceStart = parts.host.now();
    for (const [done, uri] of uris.entries()) {
      if (parts.host.now() - sliceStart > sliceMs) {
        onProgress(done, uris.length, uri);
        await parts.host.nextTurn();
        sliceStart = parts.host.now();
      }
      throwIfCanceled(token);
      const result = await parts.reports.of(uri);
      isInUse ||= isRead(result) && usesLiteLlm(result.report);
      yield result;
    }
    if (isInUse) yield* onlyModels;
  } finally {
    release();
  }
}

/** The files that the targets name, each once. */
async function filesOf(
  { host, contexts, documents, notebooks, unreadFiles }: ScanParts,
  { folders, files, changed }: Targets,
  token: CancellationToken,
): Promise<{ uris: string[]; unread: Unread[]; onlyModels: Unread[] }> {
  const uris = new Map<string, string>();
  const unread: Unread[] = [];
  const onlyModels: Unread[] = [];
  const add = (uri: string) => uris.set(uriKey(uri), uri);
  const wantsAll = folders === undefined && files === undefined && changed === undefined;
  if (wantsAll && contexts.folders.length === 0) for (const document of [...documents.all(), ...notebooks.all()]) add(document.uri);
  for (const uri of files ?? []) add(uri);
  for (const uri of changed ?? []) {
    throwIfCanceled(token);
    const folder = contexts.folderOf(uri);
    if (folder === undefined) continue;
    const { settings } = await contexts.of(folder);
    if (settings.enable && (await host.isListed(folder, uri, listing(settings)))) add(uri);
  }
  for (const folder of folders ?? (wantsAll ? contexts.folders : [])) {
    const { settings } = await contexts.of(folder);
    if (!settings.enable) {
      unread.push({ uri: folder, skipped: "turned off by the setting `enable`" });
      continue;
    }
    const others: string[] = [];
    for await (const batch of host.list(folder, { ...listing(settings), names: unreadNames })) {
      throwIfCanceled(token);
      for (const { uri, unreadable } of batch) {
        if (unreadable !== undefined) unread.push({ uri, skipped: unreadable });
        else if (isUnreadFormat(uri)) others.push(uri);
        else add(uri);
      }
    }
    for await (const { isOnlyModels, ...file } of ofInterest(unreadFiles, others, host, token)) (isOnlyModels ? onlyModels : unread).push(file);
  }
  return { uris: [...uris.values()], unread, onlyModels };
}

/** Those files that are not read as code of which something is to be said. */
async function* ofInterest(files: UnreadFiles, uris: readonly string[], host: Host, token: CancellationToken): AsyncGenerator<Unread & Pick<UnreadFile, "isOnlyModels">> {
  let sliceStart = host.now();
  for (const uri of uris) {
    if (host.now() - sliceStart > sliceMs) {
      await host.nextTurn();
      sliceStart = host.now();
    }
    throwIfCanceled(token);
    const unread = await files.of(uri);
    if (unread) yield { uri, skipped: unread.reason, isOnlyModels: unread.isOnlyModels };
  }
}

/** The files of a folder that are analyzed. */
export const listing = ({ include, exclude }: Settings): ListOptions => ({ extensions: [...extensions, notebookExtension], include, exclude, useIgnoreFiles: true });

/** Waits no longer than the client does. */
async function untilCanceled(work: Promise<void>, token: CancellationToken): Promise<void> {
  let listener: Disposable | undefined;
  const canceled = new Promise<void>((resolve) => {
    listener = token.onCancellationRequested(() => resolve());
  });
  await Promise.race([work, canceled]);
  listener?.dispose();
  throwIfCanceled(token);
}
