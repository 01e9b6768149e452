import { randomBytes } from "node:crypto";
import { type Disposable, Uri, ViewColumn, type Webview, type WebviewPanel, window } from "vscode";
import type { FromPage, PanelState, ToPage } from "../../webview/messages.ts";
import { panelPage } from "./panel-page.ts";

/** What the panel's buttons lead to. */
export interface PanelListener {
  onStop(): void;
  onRerun(): void;
  /** A button of the card, by its place. */
  onAction(index: number): void;
  onCopy(what: Extract<FromPage, { kind: "copy" }>["what"]): void;
}

/** The type of the panel among the editor's webviews. */
export const panelType = "portkeyMigrate.gatewayTest";

/** The page beside the editor that shows one test at a time. */
export class Panel implements Disposable {
  readonly #extensionUri: Uri;
  readonly #listener: PanelListener;
  #panel: WebviewPanel | undefined;
  #state: PanelState | undefined;
  /** The page's script has said that it listens; what came before is in the state that it gets then. */
  #isReady = false;

  constructor(extensionUri: Uri, listener: PanelListener) {
    this.#extensionUri = extensionUri;
    this.#listener = listener;
  }

  /** Shows a state, and the panel itself where it is not there yet; the editor keeps the focus. */
  show(state: PanelState): void {
    this.#state = state;
    if (this.#panel === undefined) this.#open();
    else if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    this.#post({ kind: "state", state });
  }

  /** Changes what is shown, where it is shown. */
  update(state: PanelState): void {
    this.#state = state;
    this.#post({ kind: "state", state });
  }

  /** Adds to the text of the answer. */
  append(more: string): void {
    if (this.#state !== undefined) this.#state = { ...this.#state, text: this.#state.text + more };
    this.#post({ kind: "text", more });
  }

  /** What is shown now. */
  get state(): PanelState | undefined {
    return this.#state;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(): void {
    const folder = Uri.joinPath(this.#extensionUri, "dist", "webview");
    const panel = window.createWebviewPanel(
      panelType,
      "Gateway Test",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [folder], enableForms: false, enableCommandUris: false },
    );
    this.#panel = panel;
    this.#isReady = false;
    panel.iconPath = Uri.joinPath(this.#extensionUri, "client/media/icon.png");
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    // the page is made anew each time it comes into view
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#isReady = false;
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#isReady = false;
      this.#listener.onStop();
    });
    panel.webview.html = pageOf(panel.webview, folder);
  }

  #post(message: ToPage): void {
    // a page that is hidden gets the state when it is back
    if (this.#isReady) void this.#panel?.webview.postMessage(message);
  }

  #receive(message: unknown): void {
    const told = fromPage(message);
    if (told?.kind === "ready") {
      this.#isReady = true;
      if (this.#state !== undefined) this.#post({ kind: "state", state: this.#state });
    } else if (told?.kind === "stop") this.#listener.onStop();
    else if (told?.kind === "rerun") this.#listener.onRerun();
    else if (told?.kind === "action") this.#listener.onAction(told.index);
    else if (told?.kind === "copy") this.#listener.onCopy(told.what);
  }
}

function pageOf(webview: Webview, folder: Uri): string {
  const source = (name: string): string => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
  return panelPage({ script: source("panel.js"), style: source("panel.css"), cspSource: webview.cspSource, nonce: randomBytes(16).toString("hex") });
}

/** A message of the page, where it is one. */
function fromPage(message: unknown): FromPage | undefined {
  if (typeof message !== "object" || message === null || !("kind" in message)) return undefined;
  const { kind } = message;
  if (kind === "ready" || kind === "stop" || kind === "rerun") return { kind };
  if (kind === "action" && "index" in message && typeof message.index === "number") return { kind, index: message.index };
  const what = kind === "copy" && "what" in message ? copied.find((each) => each === message.what) : undefined;
  return what === undefined ? undefined : { kind: "copy", what };
}

const copied = ["text", "raw", "headers", "request", "curl"] as const;
