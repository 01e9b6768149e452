import { commands, env, ProgressLocation, Range, Selection, TextEditorRevealType, Uri, window } from "vscode";
import type { Action } from "../../../server/src/gateway/outcome.ts";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import { clockTime } from "../../../server/src/gateway/retry-after.ts";
import { mapProvidersCommand } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { againOf } from "./again.ts";
import { askForKey } from "./ask-for-key.ts";
import { codeColumn } from "./code-column.ts";
import type { CodeSource, TestResult } from "./gateway-tests.ts";
import { pickModel } from "./pick-model.ts";
import { testAgain, testEdited } from "./test-code.ts";
import { setGatewayUrl } from "./write-settings.ts";

/** How much longer a request may take that was too slow. */
const slower = 4;

/** Takes the next step that a result's button offers; where it mends something, the request is sent again. */
export async function runAction({ gateway, pages }: Extension, { test, outcome }: TestResult, action: Action): Promise<void> {
  const { profile } = test.request;
  const again = async (options: { readonly slower?: number } = {}): Promise<void> => {
    const next = await againOf(gateway, test);
    if (next !== undefined) await testAgain(gateway, next, options);
  };
  const facts = gatewayFacts(profile.id);
  switch (action.kind) {
    case "set-key":
      if (await askForKey(gateway.keys, profile.baseUrl)) await again();
      return;
    case "change-profile":
      await commands.executeCommand("portkeyMigrate.selectGatewayProfile");
      return;
    case "fix-url":
      if (action.url === null) await commands.executeCommand("portkeyMigrate.selectGatewayProfile");
      else {
        await setGatewayUrl(action.url);
        await again();
      }
      return;
    case "retry":
      return again();
    case "retry-at":
      if (await waitUntil(action.at)) await again();
      return;
    case "retry-longer":
      return again({ slower });
    case "map-slug":
      await commands.executeCommand(mapProvidersCommand, action.provider ?? test.source?.provider ?? undefined, test.source?.uri);
      return;
    case "pick-model": {
      const model = await pickModel(gateway, profile, { title: "Model to test with", near: action.nearest });
      if (model === undefined || test.request.body === null) return;
      const next = await againOf(gateway, { ...test, request: { ...test.request, model, body: { ...test.request.body, model } } });
      if (next !== undefined) await testAgain(gateway, next);
      return;
    }
    case "show-argument":
      if (test.source === null) await testEdited(gateway, test);
      else await showArgument(test.source, action.name);
      return;
    case "edit-request":
      return testEdited(gateway, test);
    case "show-body":
      await window.showTextDocument(pages.put("answer.txt", "gateway", outcome.body.text), { preview: true, viewColumn: codeColumn(undefined) });
      return;
    case "open-logs":
      return open(facts.logs ?? facts.dashboard);
    case "open-providers":
    case "open-limits":
      return open(facts.dashboard);
    case "open-status":
      return open(facts.status ?? facts.dashboard);
    case "open-proxy-settings":
      await commands.executeCommand("workbench.action.openSettings", "http.proxy");
      return;
    case "restart-local":
      await commands.executeCommand("portkeyMigrate.restartLocalGateway");
      return again();
    default:
      return action satisfies never;
  }
}

/** Waits in sight of the user, who may end it; says whether it is time. */
function waitUntil(at: number): Thenable<boolean> {
  const options = { location: ProgressLocation.Notification, title: `Waiting until ${clockTime(at, Date.now())}`, cancellable: true };
  return window.withProgress(
    options,
    (_progress, token) =>
      new Promise((done) => {
        // a timer holds no more than 31 bits
        const timer = setTimeout(() => done(true), Math.min(Math.max(0, at - Date.now()), 2 ** 31 - 1));
        token.onCancellationRequested(() => {
          clearTimeout(timer);
          done(false);
        });
      }),
  );
}

async function open(page: string | null): Promise<void> {
  if (page === null) throw new Error("this gateway has no pages for people");
  await env.openExternal(Uri.parse(page));
}

/** Selects where the call of a request says something, or the call itself. */
async function showArgument({ uri, range }: CodeSource, name: string): Promise<void> {
  const document = Uri.parse(uri);
  const editor = await window.showTextDocument(document, { viewColumn: codeColumn(document) });
  const call = new Range(range.start.line, range.start.character, range.end.line, range.end.character);
  const text = editor.document.getText(call);
  // the parameter's own name, or what it is called in code of another style
  const found = [name, name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())]
    .map((each) => new RegExp(`\\b${each.replace(/[^\w]/g, "\\$&")}\\b`).exec(text))
    .find((match) => match !== null);
  const start = editor.document.positionAt(editor.document.offsetAt(call.start) + (found?.index ?? 0));
  const end = found === undefined ? call.end : start.translate(0, found[0].length);
  editor.selection = new Selection(start, end);
  editor.revealRange(new Range(start, end), TextEditorRevealType.InCenterIfOutsideViewport);
}
