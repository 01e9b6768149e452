import { type CancellationToken, ProgressLocation, window } from "vscode";
import { type ModelsResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { activeProfile } from "../gateway/active-profile.ts";
import { allowed } from "../gateway/allowed.ts";
import { catalogModels } from "../gateway/model-catalog.ts";
import { findingsOf, probed, reportOf } from "../gateway/model-findings.ts";
import { listTest, probeOf, probeTest } from "../gateway/model-probe.ts";
import { probeAll } from "../gateway/probe-all.ts";
import { hasWhatItNeeds } from "../gateway/test-code.ts";
import { mayAsk } from "../gateway/trust.ts";
import { withProgress } from "../with-progress.ts";
import { count } from "../wording.ts";

/** Requests that are under way at the same time. */
const batch = 4;

/** Verify All Model Slugs…: looks every model of the code up in the gateway's catalog, and asks those that the user wants to see answer. */
export async function verifyModelSlugs(extension: Extension): Promise<void> {
  if (!mayAsk()) return;
  const { gateway, pages } = extension;
  const found = await withProgress<ModelsResult>(extension, "Looking for models", requests.models, {});
  if (found === undefined) return;
  if (found.models.length === 0) {
    // only a piece of information, which nothing waits for
    void window.showInformationMessage("The code names no model.");
    return;
  }
  const profile = await activeProfile(gateway);
  if (profile === undefined) return;
  const list = listTest(profile, "models");
  if (!(await hasWhatItNeeds(gateway, list)) || !(await allowed(gateway, list))) return;
  const listed = await window.withProgress({ location: ProgressLocation.Notification, title: "Asking for the catalog", cancellable: true }, (_progress, token) =>
    catalogModels(gateway, profile, signalOf(token)),
  );
  let findings = findingsOf(found.models, listed);
  const show = async (): Promise<void> => {
    const uri = pages.put("model-slugs.md", "gateway", reportOf(findings, profile, listed.why));
    await window.showTextDocument(uri, { preview: true });
  };
  await show();
  const wanted = [...new Set(findings.flatMap(({ name, state }) => (name !== null && state !== "missing" ? [name] : [])))];
  const [first] = wanted;
  if (first === undefined || !(await wantsProbe(wanted.length, new URL(profile.baseUrl).host))) return;
  if (!(await allowed(gateway, probeTest(profile, first)))) return;
  const { answers, stopped } = await window.withProgress({ location: ProgressLocation.Notification, title: "Asking the models", cancellable: true }, (progress, token) => {
    const signal = signalOf(token);
    const onAnswer = (name: string): void => progress.report({ message: name, increment: 100 / wanted.length });
    return probeAll(wanted, (name) => probeOf(gateway, profile, name, signal), { atOnce: batch, signal, onAnswer });
  });
  for (const [name, answer] of answers) findings = probed(findings, name, answer);
  await show();
  // the message may stay for as long as the user likes
  if (stopped !== undefined) void window.showWarningMessage(`No more models were asked: ${stopped}`);
}

/** What is sent costs something, so it is said how much and asked for. */
async function wantsProbe(models: number, host: string): Promise<boolean> {
  const ask = {
    label: `$(play) Ask ${count(models, "Model")}`,
    description: `${count(models, "request")} to ${host}, at most ${models * 16} tokens of answers in all, ${batch} at a time`,
    isAnswer: true,
  };
  const leave = { label: "$(close) Leave It at the Catalog", description: "nothing more is sent", isAnswer: false };
  const chosen = await window.showQuickPick([leave, ask], {
    title: "Ask each model for one word?",
    placeHolder: "It stops at the first answer about the key, a budget or a rate limit",
    ignoreFocusOut: true,
  });
  return chosen?.isAnswer === true;
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
