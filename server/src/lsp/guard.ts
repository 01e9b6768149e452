import { type CancellationToken, LSPErrorCodes, type RemoteConsole, ResponseError } from "vscode-languageserver";

/** Fences handlers: what goes wrong inside is logged and answered neutrally, so that the server lives on. */
export interface Guard {
  /** A request; an error that is meant for the client (`ResponseError`) passes, a canceled request is answered as such. */
  request<P, R>(name: string, neutral: () => R, handle: (params: P, token: CancellationToken) => R | Promise<R>): (params: P, token: CancellationToken) => Promise<R>;
  /** A notification. */
  notification<P>(name: string, handle: (params: P) => void | Promise<void>): (params: P) => Promise<void>;
}

/** A guard that logs to the client's console. */
export function createGuard(console: Pick<RemoteConsole, "error">): Guard {
  const report = (name: string, error: unknown) => console.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return {
    request: (name, neutral, handle) => async (params, token) => {
      try {
        const result = await handle(params, token);
        throwIfCanceled(token);
        return result;
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        report(name, error);
        return neutral();
      }
    },
    notification: (name, handle) => async (params) => {
      try {
        await handle(params);
      } catch (error) {
        report(name, error);
      }
    },
  };
}

/** Ends a request whose client no longer waits for it. */
export function throwIfCanceled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "canceled");
}
