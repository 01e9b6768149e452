/**
 * Ties what the gateway asks of providers to the request it does that for. By itself it would go on, and cost, after its
 * client has hung up, and would follow a redirect with a key that only the first address was meant to have.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

const signals = new AsyncLocalStorage<AbortSignal>();
const fetchUntied = globalThis.fetch;

globalThis.fetch = (input, init = {}) => {
  const wanted = [signals.getStore(), init.signal].filter((signal) => signal instanceof AbortSignal);
  return fetchUntied(input, { ...init, redirect: "manual", signal: AbortSignal.any(wanted) });
};

/** Answers a request; what is asked of others for it ends when its client hangs up. */
export function answerWhileHeard(response: ServerResponse, answer: () => void): void {
  const abort = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) abort.abort();
  });
  signals.run(abort.signal, answer);
}
