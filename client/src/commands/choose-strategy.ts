import { QuickPickItemKind, window } from "vscode";
import { requests, type StrategiesResult } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { chooseFolder } from "../folders.ts";
import { strategyKey } from "../settings.ts";
import { choosePlace } from "../settings-places.ts";
import { withProgress } from "../with-progress.ts";
import { inTwoLines } from "../wording.ts";

type Outcome = StrategiesResult["strategies"][number];

/** What a strategy is, for people. */
const names: Readonly<Record<Outcome["strategy"], { readonly label: string; readonly idea: string }>> = {
  "portkey-sdk": { label: "Portkey SDK", idea: "Calls of the Portkey SDK" },
  "openai-client": { label: "OpenAI client", idea: "Calls of the OpenAI client, to Portkey" },
  adapter: { label: "Adapter", idea: "The same calls, on a small module of your own" },
  "keep-litellm": { label: "Keep LiteLLM", idea: "The same calls, sent through Portkey" },
};

/** Choose Migration Strategy…: what each would come to in a folder, and where to save the one that is chosen. */
export async function chooseStrategy(extension: Extension): Promise<void> {
  const folder = await chooseFolder("Folder to choose a strategy for", "open a folder first: a strategy is chosen for a folder");
  if (!folder) return;
  const found = await withProgress<StrategiesResult>(extension, "Comparing strategies", requests.strategies, { folders: [folder.uri.toString()] });
  if (!found) return;
  const chosen = await window.showQuickPick(
    found.strategies.map((outcome) => itemOf(outcome, found.current)),
    { title: `Choose Migration Strategy for ${folder.name} (1 of 3)`, placeHolder: "What the calls of LiteLLM become; a single call can take another way", matchOnDetail: true, ignoreFocusOut: true },
  );
  if (!chosen || !(await accept(chosen.outcome))) return;
  const place = await choosePlace([folder], "Where to Save the Strategy (3 of 3)");
  if (!place) return;
  await place.save([strategyKey], chosen.outcome.strategy);
  extension.log.info(`Chose the strategy ${chosen.outcome.strategy} in ${place.label}`);
}

const itemOf = (outcome: Outcome, current: StrategiesResult["current"]) => ({
  label: `${outcome.strategy === current ? "$(check) " : ""}${names[outcome.strategy].label}`,
  description: `${outcome.safe} safe · ${outcome.unsafe} to review · ${outcome.manual} left`,
  detail: `${names[outcome.strategy].idea}. ${afterwards(outcome)}.`,
  outcome,
});

function afterwards({ keepsLiteLlm, manual }: Outcome): string {
  if (keepsLiteLlm) return "litellm stays installed";
  return manual === 0 ? "litellm can be removed" : `litellm can be removed when the ${manual} left ${manual === 1 ? "is" : "are"} done`;
}

/** Shows what changes at run time before anything is saved. */
async function accept(outcome: Outcome): Promise<boolean> {
  const notes = outcome.notes.map((note) => ({ ...inTwoLines(note), isAnswer: false }));
  const items = [
    { label: "$(check) Choose", description: "no code is changed yet", isAnswer: true },
    ...(notes.length > 0 ? [{ label: "Changes at run time", kind: QuickPickItemKind.Separator, isAnswer: false }, ...notes] : []),
  ];
  const answer = await window.showQuickPick(items, { title: `${names[outcome.strategy].label} (2 of 3)`, ignoreFocusOut: true });
  return answer?.isAnswer === true;
}
