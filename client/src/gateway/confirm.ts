import { QuickPickItemKind, window } from "vscode";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import { inTwoLines } from "../wording.ts";
import type { PreparedTest } from "./gateway-tests.ts";

/** What the user says to a request that is about to be sent. */
export type Decision = "send" | "send-own" | "edit" | "copy";

/** Shows where a request goes and what it holds, with the name of the header that the key goes into; undefined where the user goes away. */
export async function confirm({ request, notes, stubbed }: PreparedTest, keyHeader: string | null): Promise<Decision | undefined> {
  const { profile, method, path, body, model } = request;
  const host = new URL(profile.baseUrl).host;
  const size = body === null ? 0 : new TextEncoder().encode(JSON.stringify(body)).length;
  const cap = body === null ? undefined : ["max_tokens", "max_completion_tokens", "max_output_tokens"].map((name) => body[name]).find((value) => typeof value === "number");
  const facts = [
    `To ${host} (${gatewayFacts(profile.id).name}): ${method} ${new URL(profile.baseUrl).pathname}${path}`,
    keyHeader === null ? "Without a key" : profile.id === "local" ? "With a token that only this window has" : `Your key in the header ${keyHeader}`,
    ...(model === null ? [] : [`Model ${model}`]),
    body === null ? "Without a body" : `${size} bytes${cap === undefined ? ", no limit on the tokens of the answer" : `, at most ${cap} tokens in the answer`}`,
  ];
  const answers: { label: string; description: string; decision: Decision }[] = [
    { label: "$(play) Send", description: model === null ? "asks for no model" : "one request", decision: "send" },
    ...(stubbed !== null ? [{ label: "$(comment) Send with the Messages of the Code", description: "instead of the stub", decision: "send-own" as const }] : []),
    ...(body === null ? [] : [{ label: "$(edit) Edit JSON", description: "change the body first", decision: "edit" as const }]),
    { label: "$(copy) Copy cURL", description: "send nothing", decision: "copy" },
  ];
  const separator = (label: string) => ({ label, kind: QuickPickItemKind.Separator, decision: undefined });
  const told = (text: string) => ({ ...inTwoLines(text), decision: undefined });
  const items = [
    ...answers,
    { label: "$(close) Cancel", decision: undefined },
    separator("What is sent"),
    ...facts.map(told),
    ...(notes.length > 0 ? [separator("About this request"), ...notes.map(told)] : []),
  ];
  const chosen = await window.showQuickPick(items, { title: `Send this request to ${host}?`, ignoreFocusOut: true });
  return chosen?.decision;
}
