import { catalog } from "./catalog/catalog.ts";
import type { ChosenFix, FilePlan, FileReport, Finding } from "./engine.ts";
import type { FileFacts } from "./facts/facts.ts";
import { type FindingIndex, indexOf, ownerOf } from "./linked-fixes.ts";
import { crossesCells, fitToCells } from "./notebook/cell-edits.ts";
import type { FixBuilder } from "./rewrite/fix-builder.ts";
import type { FixRequest } from "./rewrite/fix-request.ts";
import { newPackages } from "./rewrite/new-packages.ts";
import { Rewriter } from "./rewrite/rewriter.ts";
import type { Fix } from "./rules/rule.ts";
import type { SourceFile } from "./source-file.ts";
import { areDisjoint, EditSet } from "./text/edits.ts";
import { bySource, contains, type Span } from "./text/span.ts";

/** What a report keeps for its plans; not part of it, since it is neither data nor anyone else's business. */
export interface Analysis {
  readonly facts: FileFacts;
  readonly fixes: ReadonlyMap<string, readonly Fix[]>;
}

/** A plan that leaves all that was chosen, for a reason. */
export const emptyPlan = ({ source }: FileReport, choice: readonly ChosenFix[], reason: string): FilePlan => ({
  source,
  edits: [],
  applied: [],
  skipped: choice.map(({ finding }) => ({ finding, reason })),
  notes: [],
  packages: [],
  adapters: [],
});

/** The chosen fixes with those they need, in source order. */
function closure(report: FileReport, index: FindingIndex, fixes: Analysis["fixes"], choice: readonly ChosenFix[]): { readonly finding: Finding; readonly fix: Fix }[] {
  const chosen = new Map<string, { finding: Finding; fix: Fix }>();
  const byKey = new Map(report.findings.map((finding) => [finding.key, finding]));
  const add = (finding: Finding | undefined, strategy: ChosenFix["strategy"]): void => {
    const fix = finding && fixes.get(finding.key)?.find((candidate) => candidate.strategy === strategy);
    if (!finding || !fix || chosen.has(finding.key)) return;
    chosen.set(finding.key, { finding, fix });
    for (const place of fix.together ?? []) add(ownerOf(place, index, finding), strategy);
  };
  for (const { finding, strategy } of choice) add(byKey.get(finding), strategy);
  return [...chosen.values()].sort((a, b) => bySource(a.finding.span, b.finding.span));
}

/** The edits of chosen fixes with those they need, and what is left with its reason; `unwritable` are adapters that may not be written, and why. */
export function planOf(report: FileReport, { facts, fixes }: Analysis, choice: readonly ChosenFix[], unwritable: ReadonlyMap<string, string> = new Map()): FilePlan {
  const rewriter = new Rewriter(
    { uri: report.source.uri, text: report.source.text, facts },
    catalog.isRequest,
    report.findings.flatMap(({ key }) => (fixes.get(key) ?? []).map((fix) => (edit: FixBuilder) => fix.apply(edit))),
  );
  const index = indexOf(report.findings);
  const chosen = closure(report, index, fixes, choice);
  const refused = new Map<string, string>();
  for (const { finding, fix } of chosen) {
    const reason = fix.adapter && unwritable.get(fix.adapter.uri);
    if (reason !== undefined) refused.set(finding.key, reason);
  }
  const { text, cells } = report.source;
  let accepted = acceptable(rewriter, chosen, refused, cells);
  // A fix that is refused takes with it those that would be wrong without it, which may make room for others.
  for (let before = -1; before !== refused.size; ) {
    before = refused.size;
    for (const { finding, fix } of chosen) {
      const missing = (fix.together ?? []).map((place) => ownerOf(place, index, finding)).find((owner) => owner && refused.has(owner.key));
      if (missing && !refused.has(finding.key)) refused.set(finding.key, `it goes together with another that is left: ${missing.message}`);
    }
    accepted = acceptable(rewriter, chosen, refused, cells);
  }
  const applied = accepted.map(({ finding }) => finding.key);
  const { edits, droppedImports } = rewriter.render(accepted.map(({ request }) => request));
  if (!areDisjoint(edits) || (cells && edits.some((edit) => crossesCells(cells, edit)))) return emptyPlan(report, choice, "its imports or client would overlap another change");
  // An import goes with its last use even where nobody chose it.
  for (const { key, isImport, span } of report.findings) if (isImport && !applied.includes(key) && droppedImports.some((dropped) => contains(span, dropped))) applied.push(key);
  for (const finding of report.findings) if (!applied.includes(finding.key) && isMended(finding, accepted, index, fixes)) applied.push(finding.key);
  const skipped = choice.flatMap(({ finding }) => (applied.includes(finding) ? [] : [{ finding, reason: refused.get(finding) ?? "the fix is not offered any more" }]));
  const needs = new Map(accepted.flatMap(({ fix: { adapter } }) => (adapter ? [[`${adapter.needs} ${adapter.chosen} ${adapter.uri}`, adapter] as const] : [])));
  return {
    source: report.source,
    edits: cells ? fitToCells(text, cells, edits) : edits,
    applied,
    skipped,
    notes: [...new Set(accepted.flatMap(({ fix }) => fix.notes))],
    packages: newPackages(text, edits.map((edit) => edit.text).join("\n"), facts.language),
    adapters: [...needs.values()],
  };
}

/** Whether a finding that nobody chose has a fix that only says by which others it is mended, and these are all made. */
const isMended = (finding: Finding, accepted: readonly Accepted[], index: FindingIndex, fixes: Analysis["fixes"]): boolean =>
  fixes.get(finding.key)?.some(({ isMendedByOthers, strategy, together = [] }) => {
    const isMade = (place: Span): boolean => accepted.some((each) => each.fix.strategy === strategy && each.finding.key === ownerOf(place, index, finding)?.key);
    return isMendedByOthers === true && together.every(isMade);
  }) === true;

interface Accepted {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly request: FixRequest;
}

/** The fixes, in source order, whose edits do not meet those of an earlier one; the others are added to `refused`. */
function acceptable(rewriter: Rewriter, chosen: readonly Omit<Accepted, "request">[], refused: Map<string, string>, cells: SourceFile["cells"]): Accepted[] {
  const accepted: Accepted[] = [];
  const edits = new EditSet();
  for (const { finding, fix } of chosen) {
    if (refused.has(finding.key)) continue;
    const request = rewriter.request((edit) => fix.apply(edit));
    if (cells && request.edits.some((edit) => crossesCells(cells, edit))) refused.set(finding.key, "its change would reach from one cell into another");
    else if (edits.addAll(request.edits)) accepted.push({ finding, fix, request });
    else refused.set(finding.key, "another fix changes the same text; it is offered again afterwards");
  }
  return accepted;
}
