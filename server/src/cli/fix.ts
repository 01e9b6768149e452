import { readFileSync, statSync } from "node:fs";
import type { ChoiceOptions, FilePlan, FileReport } from "../engine/engine.ts";
import { jsonEdits } from "../engine/notebook/json-edits.ts";
import { printable } from "../engine/report/printable.ts";
import { placeIn } from "../engine/report/text.ts";
import { packageNote } from "../engine/rewrite/new-packages.ts";
import { applyEdits, type TextEdit } from "../engine/text/edits.ts";
import { isGenerated } from "../engine/text/generated.ts";
import type { AuditedFinding } from "../engine/workspace/audit.ts";
import { batchNotes } from "../engine/workspace/batch-notes.ts";
import { type Batch, batchFixOf, chooseBatch, fixOf, neededAdapters } from "../engine/workspace/selection.ts";
import { byteOrderMark } from "../host/decode.ts";
import { causeOf } from "../host/read-error.ts";
import { adapterDiff, adaptersFor, type ProjectAdapter, writeAdapter } from "./adapters.ts";
import { exitCodes, type Io } from "./io.ts";
import type { FixOptions } from "./options.ts";
import { openProject, type Project } from "./project.ts";
import type { ProjectFile } from "./project-scan.ts";
import { tellLeftOut, tellProblems, tellUnread } from "./scan.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { writeAtomically } from "./write-file.ts";

/** `portkey-migrate fix`: a diff on standard output, or the files changed; what is left, and why, on standard error. */
export async function fix(options: FixOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const { audit, files, pathPrefix, placePrefix } = project;
  const batch = chooseBatch(
    files.map(({ report }) => report),
    choiceOptions(options),
  );
  await project.prepare(files.flatMap(({ report }) => (batch.chosenIn(report).length > 0 ? [report] : [])));
  // Code is changed only where the modules that it then imports can be written.
  const needed = files.flatMap(({ report }) => neededAdapters(report, batch.chosenIn(report)));
  const refused = adaptersFor(needed, project).filter(({ after }) => after.kind === "refused");
  const unwritable = new Map(refused.map(({ uri, path, after }) => [uri, `${placePrefix}${path}: ${after.kind === "refused" ? after.reason : ""}`]));
  const planned = files.map((file) => planFile(file, project, batch, unwritable));
  const adapters = adaptersFor(
    planned.flatMap(({ plan }) => plan?.adapters ?? []),
    project,
  );
  const unwritten = new Map(options.write ? adapters.flatMap((adapter) => asEntry(adapter.uri, writeAdapter(adapter))) : []);
  const outcomes = options.write ? planned.map((outcome) => writeFile(outcome, unwritten)) : planned;
  if (!options.write) {
    for (const adapter of adapters) io.stdout.write(adapterDiff(adapter, pathPrefix + adapter.path));
    for (const { file, before, edits } of outcomes) io.stdout.write(unifiedDiff(pathPrefix + file.path, before, edits));
  }
  for (const adapter of refused) io.stderr.write(adapterDiff(adapter, pathPrefix + adapter.path));

  const byPath = new Map(outcomes.map((outcome) => [outcome.file.path, outcome]));
  const left = audit.findings.flatMap((found) => {
    const outcome = byPath.get(found.path);
    return outcome?.applied.has(found.finding.key) ? [] : [{ found, reason: reasonOf(found, outcome, batch, options) }];
  });
  tellUnread(audit, io, placePrefix);
  tellProblems(audit, io, placePrefix);
  for (const { found, reason } of left) {
    const { path, start, finding } = found;
    io.stderr.write(`${printable(placePrefix + path)}:${placeIn(start)} ${finding.rule} ${printable(finding.message)}: ${printable(reason)}\n`);
  }
  tellNotes(outcomes, adapters, io);
  tellLeftOut(audit, io);
  io.stderr.write(
    `${summary(
      outcomes,
      left.map(({ found }) => found),
      options,
    )}\n`,
  );

  const failures = [...adapters.flatMap(({ uri, path }) => asEntry(path, unwritten.get(uri))), ...outcomes.flatMap(({ file, failure }) => asEntry(file.path, failure))].map(
    ([path, failure]) => `${placePrefix + path}: not written: ${failure}`,
  );
  for (const failure of failures) io.stderr.write(`${printable(failure)}\n`);
  if (failures.length > 0) return exitCodes.cannotRun;
  // a diff changes nothing, so what it would mend is still there
  return (options.write ? left.length : audit.totals.findings) > 0 ? exitCodes.findings : exitCodes.clean;
}

/** One file's change. */
interface Outcome {
  readonly file: ProjectFile;
  /** With the byte-order mark, as on disk. */
  readonly before: string;
  /** Of `before`. */
  readonly edits: readonly TextEdit[];
  /** Keys of the findings that the change mends. */
  readonly applied: ReadonlySet<string>;
  readonly plan: FilePlan | undefined;
  /** Why the file is left as it is although something could be mended. */
  readonly refusal: string | undefined;
  /** What the file system said when the file was to be written. */
  readonly failure: string | undefined;
}

const asEntry = <T>(key: string, value: T | undefined): (readonly [string, T])[] => (value === undefined ? [] : [[key, value]]);

/** The change of one file, which is not made yet; fixes that need one of the adapters that cannot be written are left. */
function planFile(file: ProjectFile, project: Project, batch: Batch, unwritable: ReadonlyMap<string, string>): Outcome {
  const before = (file.hasByteOrderMark ? byteOrderMark : "") + (file.notebook?.json ?? file.report.source.text);
  const unchanged: Outcome = { file, before, edits: [], applied: new Set(), plan: undefined, refusal: undefined, failure: undefined };
  const choice = batch.chosenIn(file.report);
  if (choice.length === 0) return unchanged;
  const refusal = refusalOf(file);
  if (refusal !== undefined) return { ...unchanged, refusal };
  const plan = project.plan(file.report, choice, unwritable);
  if (plan.edits.length === 0) return { ...unchanged, plan, applied: followers(file.report, plan) };
  const changes = file.notebook ? jsonEdits(file.notebook, plan.edits) : { kind: "edits" as const, edits: plan.edits };
  if (changes.kind === "refused") return { ...unchanged, refusal: changes.reason };
  const edits = file.hasByteOrderMark ? changes.edits.map(({ span, text }) => ({ span: { start: span.start + 1, end: span.end + 1 }, text })) : changes.edits;
  return { ...unchanged, edits, plan, applied: new Set(plan.applied) };
}

/** What needs no edit of its own file, for the file that gives it is changed. */
const followers = ({ findings }: FileReport, { applied }: FilePlan): ReadonlySet<string> =>
  new Set(applied.filter((key) => findings.some((finding) => finding.key === key && finding.fixes.some(({ follows }) => follows !== undefined))));

/** Makes the planned change of one file, unless an adapter that it needs could not be written. */
function writeFile(outcome: Outcome, unwritten: ReadonlyMap<string, string>): Outcome {
  const { file, before, edits, plan } = outcome;
  const unchanged: Outcome = { ...outcome, edits: [], applied: new Set() };
  if (edits.length === 0 || file.absolutePath === undefined) return outcome;
  const missing = plan?.adapters.find(({ uri }) => unwritten.has(uri));
  if (missing) return { ...unchanged, refusal: "its adapter could not be written" };
  try {
    if (!readFileSync(file.absolutePath).equals(Buffer.from(before))) return { ...unchanged, refusal: "the file has changed since it was read; run again" };
    writeAtomically(file.absolutePath, Buffer.from(applyEdits(before, edits)));
    return outcome;
  } catch (error) {
    const failure = causeOf(error);
    return { ...unchanged, refusal: failure, failure };
  }
}

const choiceOptions = ({ unsafe, strategy, rules }: FixOptions): ChoiceOptions => ({
  safety: unsafe ? "safe-and-unsafe" : "safe",
  ...(strategy === undefined ? {} : { strategy }),
  ...(rules === undefined ? {} : { rules }),
});

/** Why a file must not be changed, whatever was found in it. */
function refusalOf({ report, absolutePath }: ProjectFile): string | undefined {
  if (isGenerated(report.source.text)) return "the file is generated; change what generates it";
  const mode = absolutePath === undefined ? undefined : statSync(absolutePath, { throwIfNoEntry: false })?.mode;
  return mode !== undefined && (mode & 0o222) === 0 ? "the file is read-only" : undefined;
}

/** Why a finding is still there. */
function reasonOf({ finding }: AuditedFinding, outcome: Outcome | undefined, batch: Batch, { unsafe, strategy }: FixOptions): string {
  const fix = batchFixOf(finding, strategy);
  if (finding.fixes.length === 0) return `by hand: ${finding.manual ?? "no fix is known"}`;
  if (fix === undefined && strategy !== undefined) return `by hand: ${finding.manual ?? `there is no ${strategy} fix`}`;
  if (fix === undefined) return `by --strategy ${[...new Set(finding.fixes.map((each) => each.strategy))].join(" or ")}, or by hand: ${finding.manual ?? "no other fix is known"}`;
  if (fix.safety === "unsafe" && !unsafe) return `to review: ${fix.notes.join(" ") || fix.title}`;
  const against = batch.reasonAgainst(finding);
  if (against !== undefined) return against;
  if (outcome?.refusal !== undefined) return outcome.refusal;
  return outcome?.plan?.skipped.find(({ finding: key }) => key === finding.key)?.reason ?? "the fix asks for no change here";
}

function tellNotes(outcomes: readonly Outcome[], adapters: readonly ProjectAdapter[], io: Io): void {
  const plans = outcomes.flatMap(({ file, applied, plan }) => (applied.size > 0 && plan ? [{ ...plan, path: file.path }] : []));
  const notes = batchNotes(plans);
  const packages = [...plans.flatMap((plan) => plan.packages), ...adapters.flatMap(({ after }) => (after.kind === "written" ? after.packages : []))];
  if (notes.length > 0) io.stderr.write("What changes at run time:\n");
  for (const note of notes) io.stderr.write(`  - ${printable(note)}\n`);
  for (const note of packageNote(packages)) io.stderr.write(`${note}\n`);
}

/** `12 fixed in 4 files; left: 3 to review, 1 by hand`. */
function summary(outcomes: readonly Outcome[], left: readonly AuditedFinding[], { write, unsafe, strategy }: FixOptions): string {
  const changed = outcomes.filter(({ edits }) => edits.length > 0);
  const count = outcomes.reduce((sum, { applied }) => sum + applied.size, 0);
  const fixed = `${count} ${write ? "fixed" : "can be fixed"}${count === 0 ? "" : ` in ${changed.length} ${changed.length === 1 ? "file" : "files"}${write ? "" : " (--write applies the diff)"}`}`;
  const isOther = ({ finding }: AuditedFinding): boolean => fixOf(finding) !== batchFixOf(finding, strategy);
  const by = (wanted: AuditedFinding["class"]): number => left.filter((found) => found.class === wanted && !isOther(found)).length;
  const others = left.filter(isOther);
  const kinds = [
    ...(by("safe") > 0 ? [`${by("safe")} safe`] : []),
    ...(by("unsafe") > 0 ? [`${by("unsafe")} to review${unsafe ? "" : " (--unsafe fixes them too)"}`] : []),
    ...(others.length > 0 ? [`${others.length} by another strategy (${[...new Set(others.map(({ finding }) => `--strategy ${fixOf(finding)?.strategy}`))].join(", ")})`] : []),
    ...(by("manual") > 0 ? [`${by("manual")} by hand`] : []),
  ];
  return kinds.length === 0 ? `${fixed}; nothing is left` : `${fixed}; left: ${kinds.join(", ")}`;
}
