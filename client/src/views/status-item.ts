import { type Disposable, LanguageStatusSeverity, languages, window } from "vscode";
import { diagnosticSource } from "../../../server/src/lsp/protocol.ts";
import { selector } from "../client.ts";

/** The command that a click on the item runs. */
export const menuCommand = "portkeyMigrate.showMenu";

/** Says beside the language of the active file how many findings it has, and whether something is going on. */
export class StatusItem implements Disposable {
  readonly #item = languages.createLanguageStatusItem("portkeyMigrate.status", selector);
  readonly #subscriptions: Disposable[];
  #isRunning = false;
  #tasks = 0;

  constructor() {
    this.#item.name = "Portkey Migrate";
    this.#item.command = { title: "Menu", command: menuCommand, tooltip: "Portkey Migrate commands" };
    this.#subscriptions = [this.#item, window.onDidChangeActiveTextEditor(() => this.#update()), languages.onDidChangeDiagnostics(() => this.#update())];
    this.#update();
  }

  setRunning(isRunning: boolean): void {
    this.#isRunning = isRunning;
    this.#update();
  }

  /** Shows the item as busy until a task is over. */
  async during<T>(task: Thenable<T>): Promise<T> {
    this.#tasks++;
    this.#update();
    try {
      return await task;
    } finally {
      this.#tasks--;
      this.#update();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const uri = window.activeTextEditor?.document.uri;
    const count = uri ? languages.getDiagnostics(uri).filter(({ source }) => source === diagnosticSource).length : 0;
    this.#item.busy = this.#tasks > 0;
    this.#item.severity = this.#isRunning ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
    this.#item.text = !this.#isRunning ? "Portkey: server is not running" : count === 0 ? "Portkey: no findings" : `Portkey: ${count} ${count === 1 ? "finding" : "findings"}`;
  }
}
