import { type Disposable, EventEmitter, Uri, workspace } from "vscode";

/** The scheme of texts that exist only to be looked at. */
const scheme = "portkey-migrate";

/** Read-only documents: the other side of a preview, the pages of rules. */
export class Pages implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? "",
    });
  }

  /** A document with this text; its path decides the language, `group` keeps it apart from others of the same path. */
  put(path: string, group: string, text: string): Uri {
    const uri = Uri.from({ scheme, path: path.startsWith("/") ? path : `/${path}`, query: group });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }

  /** Lets go of texts that nobody looks at any more. */
  remove(uris: readonly Uri[]): void {
    for (const uri of uris) this.#texts.delete(uri.toString());
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
