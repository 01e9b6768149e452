import { env, window } from "vscode";
import { copyAs } from "../../../server/src/gateway/copy/copy-as.ts";
import { decide } from "./allowed.ts";
import { askForKey } from "./ask-for-key.ts";
import type { FoundRequest } from "./code-requests.ts";
import { editBody } from "./edit-body.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedTest } from "./gateway-tests.ts";
import { type Choices, prepare } from "./prepare.ts";

/** Tests a request of the code: asks what has to be asked, shows what is sent, sends it. */
export async function testCode(gateway: Gateway, found: FoundRequest, choices: Choices = { model: null, prompt: "stub" }): Promise<void> {
  const test = await prepare(gateway, found, choices);
  if (test === undefined || !(await hasWhatItNeeds(gateway, test))) return;
  const decision = await decide(gateway, test, { isAlwaysAsked: choices.prompt === "code" });
  const { model } = test.request;
  if (decision === "send-own") {
    const own = await prepare(gateway, found, { prompt: "code", model });
    if (own !== undefined) await gateway.tests.run(own);
  } else await carryOut(gateway, test, decision);
}

/** Sends a request that is not of any call, or one again. */
export async function testAgain(gateway: Gateway, test: PreparedTest, options: { readonly slower?: number } = {}): Promise<void> {
  if (!(await hasWhatItNeeds(gateway, test))) return;
  const decision = await decide(gateway, test);
  if (decision === "send") await gateway.tests.run(test, options);
  else await carryOut(gateway, test, decision);
}

/** Opens the body of a request in an editor and sends what becomes of it. */
export async function testEdited(gateway: Gateway, test: PreparedTest): Promise<void> {
  const { body } = test.request;
  const edited = body === null ? undefined : await editBody(body);
  if (edited === undefined) return;
  const model = typeof edited.model === "string" ? edited.model : test.request.model;
  const request = { ...test.request, body: edited, model, stream: edited.stream === true };
  await gateway.tests.run({ ...test, request, notes: ["The body was edited before it was sent.", ...test.notes], curl: copyAs("curl-bash", request) });
}

async function carryOut(gateway: Gateway, test: PreparedTest, decision: Awaited<ReturnType<typeof decide>>): Promise<void> {
  if (decision === "send") await gateway.tests.run(test);
  else if (decision === "edit") await testEdited(gateway, test);
  else if (decision === "copy") {
    await env.clipboard.writeText(test.curl);
    // only a piece of information, which nothing waits for
    void window.showInformationMessage("Copied. The key is the variable PORTKEY_API_KEY.");
  }
}

/** A hosted gateway cannot be asked without a key, so it is asked for first. */
export async function hasWhatItNeeds({ sender, keys }: Gateway, { request: { profile } }: PreparedTest): Promise<boolean> {
  if ((profile.id !== "hosted" && profile.id !== "airs") || (await sender.hasKey(profile))) return true;
  return askForKey(keys, profile.baseUrl);
}
