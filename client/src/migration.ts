import { QuickPickItemKind, Uri, WorkspaceEdit, window, workspace } from "vscode";
import { type PlannedFile, type PlanParams, type PlanResult, requests, type Targets } from "../../server/src/lsp/protocol.ts";
import type { Extension } from "./extension.ts";
import { closePreview, openPreview } from "./preview.ts";
import { withProgress } from "./with-progress.ts";
import { count, inTwoLines, summaryOf } from "./wording.ts";

/** Asks which fixes to take, shows them all as one diff, and applies them as one step that can be undone; or does nothing. */
export async function migrate(extension: Extension, targets: Targets, label: string): Promise<void> {
  const everything = await planOf(extension, { ...targets, safety: "safe-and-unsafe" });
  if (!everything) return;
  const safety = await chooseSafety(everything, label);
  if (!safety) return;
  const choice: Choice = { safety, files: everything.files.map(({ uri }) => uri) };
  const plan = safety === "safe" ? await planOf(extension, choice) : everything;
  if (!plan) return;
  const preview = await openPreview(extension, plan, `Migrate ${label}`);
  const isWanted = await confirm(plan);
  // before anything is applied: an editor of changed files would ask to be saved when it is closed
  await closePreview(extension, preview);
  if (isWanted) await apply(extension, plan, choice);
}

type Choice = Pick<PlanParams, "safety"> & { readonly files: readonly string[] };

const planOf = (extension: Extension, params: PlanParams): Promise<PlanResult | undefined> => withProgress<PlanResult>(extension, "Planning the migration", requests.plan, params);

/** Undefined: there is nothing to apply, or the user went away. */
async function chooseSafety({ totals, offered, files, skipped }: PlanResult, label: string): Promise<PlanParams["safety"] | undefined> {
  if (offered.safe + offered.unsafe === 0 || files.length === 0) {
    const [unread, ...others] = skipped;
    const reason = unread && others.length === 0 && totals.findings === 0 ? `${workspace.asRelativePath(Uri.parse(unread.uri))} was not read: ${unread.reason}` : undefined;
    const left = totals.findings === 0 ? `There is nothing to migrate in ${label}.` : `Nothing in ${label} can be rewritten: ${summaryOf(totals, files.length)}.`;
    // only a piece of information, which nothing waits for
    void window.showInformationMessage(reason ?? left);
    return undefined;
  }
  const rest = totals.findings - offered.safe - offered.unsafe;
  const by = rest === 0 ? "" : ` · ${rest} left to do by hand or in another way`;
  const safe = { label: "$(shield) Safe fixes only", description: `${count(offered.safe, "finding")}`, detail: "Same behavior, comments kept.", safety: "safe" as const };
  const all = {
    label: "$(eye) Safe and reviewed fixes",
    description: `${count(offered.safe + offered.unsafe, "finding")}`,
    detail: "Also those whose behavior or configuration may differ; you review them in the diff.",
    safety: "safe-and-unsafe" as const,
  };
  const chosen = await window.showQuickPick(offered.safe === 0 ? [all] : offered.unsafe === 0 ? [safe] : [safe, all], {
    title: `Migrate ${label}`,
    placeHolder: `${count(totals.findings, "finding")}${by}`,
    ignoreFocusOut: true,
  });
  return chosen?.safety;
}

/** Stays open while the diff is read. */
async function confirm({ files, notes, left }: PlanResult): Promise<boolean> {
  const applied = files.reduce((sum, file) => sum + file.applied, 0);
  const told = (text: string) => ({ ...inTwoLines(text), isAnswer: false });
  const items = [
    { label: "$(check) Apply", description: `${count(applied, "finding")} in ${count(files.length, "file")}, one step to undo`, isAnswer: true },
    { label: "$(close) Cancel", description: "nothing is changed", isAnswer: false },
    ...(notes.length > 0 ? [{ label: "Changes at run time", kind: QuickPickItemKind.Separator, isAnswer: false }, ...notes.map(told)] : []),
    ...(left.length > 0
      ? [
          { label: "Left for another time", kind: QuickPickItemKind.Separator, isAnswer: false },
          ...left.map(({ uri, range, reason }) => told(`${workspace.asRelativePath(Uri.parse(uri))}:${range.start.line + 1} ${reason}`)),
        ]
      : []),
  ];
  const chosen = await window.showQuickPick(items, { title: "Apply the changes of the diff?", ignoreFocusOut: true });
  return chosen?.isAnswer === true;
}

/** Applies what was shown, and nothing where a file would now be changed in another way than was shown. */
async function apply(extension: Extension, shown: PlanResult, choice: Choice): Promise<void> {
  const { server, scans } = extension;
  const now = await planOf(extension, choice);
  if (!now) return;
  const changed = changedFiles(shown.files, now.files);
  if (changed.length > 0) {
    const names = changed.map((uri) => workspace.asRelativePath(Uri.parse(uri))).join(", ");
    throw new Error(`nothing was applied, because of changes since the preview in ${names}`);
  }
  const edit = new WorkspaceEdit();
  for (const { uri, isNew } of now.files) if (isNew) edit.createFile(Uri.parse(uri), { ignoreIfExists: true });
  for (const { uri, edits } of now.files) edit.set(Uri.parse(uri), await server.asTextEdits(edits));
  if (!(await workspace.applyEdit(edit))) throw new Error("the editor refused the changes; nothing was applied");
  await scans.rescan(now.files.map(({ uri }) => Uri.parse(uri)));
  // the message may stay for as long as the user likes, and the migration is over without it
  void tellApplied(now.files);
}

async function tellApplied(files: readonly PlannedFile[]): Promise<void> {
  const migrated = new Set(files.map(({ uri }) => Uri.parse(uri).toString()));
  const unsaved = workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && migrated.has(uri.toString()));
  const applied = files.reduce((sum, file) => sum + file.applied, 0);
  const chosen = await window.showInformationMessage(`Migrated ${count(applied, "finding")} in ${count(files.length, "file")}.`, ...(unsaved.length > 0 ? ["Save Files"] : []));
  if (chosen) for (const document of unsaved) await document.save();
}

/** Files whose edits are no longer those that were shown. */
function changedFiles(shown: readonly PlannedFile[], now: readonly PlannedFile[]): string[] {
  const edits = new Map(now.map((file) => [file.uri, JSON.stringify(file.edits)]));
  const differing = shown.filter(({ uri, edits: seen }) => edits.get(uri) !== JSON.stringify(seen)).map(({ uri }) => uri);
  const known = new Set(shown.map(({ uri }) => uri));
  return [...differing, ...now.map(({ uri }) => uri).filter((uri) => !known.has(uri))];
}
