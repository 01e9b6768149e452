import { ProgressLocation, window } from "vscode";
import type { Extension } from "./extension.ts";

/** Asks the server for something that takes its time; the user sees how far it is and may end it, which gives undefined. */
export function withProgress<R>({ server, status }: Extension, title: string, method: string, params: object): Promise<R | undefined> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return status.during(window.withProgress(options, (progress, token) => server.requestWithProgress<R>(method, params, progress, token)));
}
