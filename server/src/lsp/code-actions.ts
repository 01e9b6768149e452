import { type CodeAction, type CodeActionParams, type CreateFile, LSPErrorCodes, ResponseError, type TextDocumentEdit, type TextEdit, type WorkspaceEdit } from "vscode-languageserver";
import type { ChosenFix, Engine, Finding, Fix } from "../engine/engine.ts";
import { strategies } from "../engine/settings.ts";
import { shortName } from "../engine/text/short-name.ts";
import { touches } from "../engine/text/span.ts";
import { batchFixOf } from "../engine/workspace/selection.ts";
import { type AdapterSources, adapterDocuments } from "./adapters.ts";
import type { Analysis } from "./analysis.ts";
import type { ClientFeatures } from "./client-features.ts";
import { fixAllKind, mapProvidersCommand, notebookFixAllKind, quickFixKind } from "./protocol.ts";
import { unmappedProviders } from "./providers.ts";
import type { ClientDocument } from "./source-documents.ts";
import { diagnosticOf } from "./to-protocol.ts";

/** What `codeAction/resolve` needs to compute the edit: plain data that travels through the client. */
interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly fixes: readonly ChosenFix[];
}

/** What titles are made of. */
type Titles = ReadonlyMap<string, { readonly title: string }>;

/** The actions for a range of an open document, the most specific first. */
export function codeActions({ textDocument: { uri }, range, context: { only } }: CodeActionParams, analysis: Analysis, rules: Titles, client: ClientFeatures): CodeAction[] {
  const isWanted = (kind: string) => only === undefined || only.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  if (isWanted(quickFixKind)) {
    const selected = analysis.documents.spanOf(uri, range);
    const findings = analysis.report.findings.filter((finding) => selected && touches(finding.span, selected));
    for (const finding of findings) actions.push(...fixActions(finding, analysis, client));
    // one choice, so that "auto fix" knows what to take
    const preferred = actions.findIndex(({ title }) => !title.endsWith(reviewMark));
    actions.forEach((action, index) => {
      if (index === preferred) action.isPreferred = true;
    });
    for (const rule of new Set(findings.map((finding) => finding.rule))) actions.push(...ruleActions(rule, rules.get(rule)?.title ?? rule, analysis));
    if (client.options.commands?.includes(mapProvidersCommand)) actions.push(...mapActions(findings, analysis, client));
  }
  // An editor asks every cell for its actions, and would apply what mends the whole notebook once for each.
  const kind = analysis.report.source.cells ? notebookFixAllKind : fixAllKind;
  if (isWanted(kind)) actions.push(...fixAllActions(analysis, kind));
  return actions;
}

/** Adds the edit to an action; throws a `ResponseError` with a message for the user where that is not possible any more. */
export async function resolveCodeAction(action: CodeAction, data: unknown, analysis: Analysis | undefined, engine: Engine, client: ClientFeatures, sources: AdapterSources): Promise<CodeAction> {
  if (data === undefined) return action;
  if (!isActionData(data)) throw refusal("the action is not one of this server's");
  if (analysis?.version !== data.version) throw refusal("the file has changed since the fix was offered: ask for it again");
  const plan = engine.plan(analysis.report, data.fixes);
  if (plan.edits.length === 0) throw refusal(plan.skipped[0]?.reason ?? "there is nothing to change any more");
  const changes = analysis.documents.editsOf(plan.edits);
  if (changes.kind === "refused") throw refusal(changes.reason);
  const adapters = await adapterDocuments(plan.adapters, sources, client.encoding);
  for (const reason of adapters.unwritable.values()) throw refusal(reason);
  const edit: WorkspaceEdit = client.takesDocumentChanges
    ? { documentChanges: [...adapters.changed.filter(({ isNew }) => isNew).map(creation), ...[...adapters.changed, ...changes.documents].map(documentEdit)] }
    : { changes: Object.fromEntries(changes.documents.map(({ uri, edits }) => [uri, [...edits]])) };
  return { ...action, edit };
}

const noNewFiles = "This editor takes no edits that make a file, which the adapter needs: use `portkey-migrate fix --strategy adapter`";

const creation = ({ uri }: { readonly uri: string }): CreateFile => ({ kind: "create", uri, options: { ignoreIfExists: true } });

const documentEdit = ({ uri, version, edits }: ClientDocument & { readonly edits: readonly TextEdit[] }): TextDocumentEdit => ({ textDocument: { uri, version }, edits: [...edits] });

/** The document that an action's data speaks of. */
export const uriOfAction = (data: unknown): string | undefined => (isActionData(data) ? data.uri : undefined);

const reviewMark = " (review)";

const titled = (title: string, fixes: readonly Fix[]): string => (fixes.some(({ safety }) => safety === "unsafe") ? title + reviewMark : title);

const dataFor = ({ uri, version }: Analysis, fixes: readonly ChosenFix[]): ActionData => ({ uri, version: version ?? 0, fixes });

function fixActions(finding: Finding, analysis: Analysis, client: ClientFeatures): CodeAction[] {
  const diagnostics = [diagnosticOf(finding, analysis.documents, client.diagnostics)];
  return finding.fixes.flatMap((fix): CodeAction[] => {
    const action = { title: titled(fix.title, [fix]), kind: quickFixKind, diagnostics };
    // Code that imports a module which could not be made would not run.
    if (fix.adapter && !client.createsFiles) return client.showsDisabledActions ? [{ ...action, disabled: { reason: noNewFiles } }] : [];
    if (fix.follows !== undefined) return client.showsDisabledActions ? [{ ...action, disabled: { reason: `Nothing changes here: fix \`${shortName(fix.follows)}\`` } }] : [];
    return [{ ...action, data: dataFor(analysis, [{ finding: finding.key, strategy: fix.strategy }]) }];
  });
}

/** "Fix all …": with everything that has a fix, and, where that needs a review, with the safe ones alone. */
function ruleActions(rule: string, title: string, analysis: Analysis): CodeAction[] {
  const fixable = defaultFixes(analysis).filter(({ finding }) => finding.rule === rule);
  const safe = fixable.filter(({ fix }) => fix.safety === "safe");
  const action = (label: string, chosen: typeof fixable): CodeAction => ({
    title: titled(
      label,
      chosen.map(({ fix }) => fix),
    ),
    kind: quickFixKind,
    data: dataFor(analysis, chosen.map(asChoice)),
  });
  const actions: CodeAction[] = [];
  if (safe.length >= 2 && safe.length < fixable.length) actions.push(action(`Fix all safe ${title} problems in this file`, safe));
  if (fixable.length >= 2) actions.push(action(`Fix all ${title} problems in this file`, fixable));
  return actions;
}

function fixAllActions(analysis: Analysis, kind: string): CodeAction[] {
  const safe = defaultFixes(analysis).filter(({ fix }) => fix.safety === "safe");
  if (safe.length === 0) return [];
  return [{ title: "Fix all safe Portkey Migrate problems", kind, data: dataFor(analysis, safe.map(asChoice)) }];
}

function mapActions(findings: readonly Finding[], analysis: Analysis, client: ClientFeatures): CodeAction[] {
  const seen = new Set<string>();
  return findings.flatMap((finding) =>
    unmappedProviders(finding).flatMap((provider) => {
      if (seen.has(provider)) return [];
      seen.add(provider);
      const title = `Map '${provider}' to a Portkey slug…`;
      return [
        {
          title,
          kind: quickFixKind,
          diagnostics: [diagnosticOf(finding, analysis.documents, client.diagnostics)],
          command: { title, command: mapProvidersCommand, arguments: [provider, analysis.uri] },
        },
      ];
    }),
  );
}

interface Choice {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** Each finding that has a fix, with the one that stands for it in a batch. */
const defaultFixes = ({ report }: Analysis): Choice[] =>
  report.findings.flatMap((finding) => {
    const fix = batchFixOf(finding);
    return fix ? [{ finding, fix }] : [];
  });

const asChoice = ({ finding, fix }: Choice): ChosenFix => ({ finding: finding.key, strategy: fix.strategy });

const refusal = (reason: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, `Portkey Migrate: ${reason}`);

/** The data comes back from the client, which may send anything. */
function isActionData(data: unknown): data is ActionData {
  if (typeof data !== "object" || data === null || !("uri" in data) || !("version" in data) || !("fixes" in data)) return false;
  return typeof data.uri === "string" && typeof data.version === "number" && Array.isArray(data.fixes) && data.fixes.every(isChosenFix);
}

function isChosenFix(value: unknown): value is ChosenFix {
  if (typeof value !== "object" || value === null || !("finding" in value) || !("strategy" in value)) return false;
  return typeof value.finding === "string" && strategies.some((strategy) => strategy === value.strategy);
}
