// Cancelling a gateway test: from the abort to the moment at which the server sees the socket closed.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { GatewayProfile } from "../../server/src/gateway/outcome.ts";
import { buildRequest, defaultChoices, plainSource } from "../../server/src/gateway/request.ts";
import { defaultLimits, send } from "../../server/src/gateway/send.ts";
import { median, timingLine } from "./measure.ts";
import type { BenchOptions } from "./run.ts";

const goalMilliseconds = 50;

/** Cancels requests that wait for an answer, and streams in the middle. */
export async function benchCancel({ rounds }: BenchOptions): Promise<void> {
  const server = new Worker(new URL("never-ending-server.mjs", import.meta.url), { execArgv: [] });
  const port = await heard(server, "port");
  const profile: GatewayProfile = { id: "self-hosted", baseUrl: `http://127.0.0.1:${port}/v1`, auth: "none", extraHeaders: {} };
  for (const phase of ["waiting for the first byte", "in the middle of a stream"]) {
    const times: number[] = [];
    for (let round = 0; round < rounds * 10; round++) times.push(await cancelOnce(server, profile, phase !== "waiting for the first byte"));
    const late = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
    console.log(timingLine({ name: `cancel ${phase}`, times }));
    console.log(`  ${late <= goalMilliseconds ? "pass" : "MISS"}  median ${median(times).toFixed(1)} ms, 99 of 100 within ${late.toFixed(1)} ms, goal ${goalMilliseconds} ms`);
  }
  server.postMessage("end");
}

async function cancelOnce(server: Worker, profile: GatewayProfile, inStream: boolean): Promise<number> {
  const built = buildRequest(plainSource(inStream ? "embedding" : "chat", inStream), profile, { ...defaultChoices, model: "@a/b", traceId: "bench" });
  if (built.kind === "none") throw new Error(built.why);
  const abort = new AbortController();
  const closed = heard(server, "closedAt");
  let abortedAt = Number.NaN;
  const cancel = (): void => {
    abortedAt = performance.timeOrigin + performance.now();
    abort.abort();
  };
  await send(built.request, {
    key: undefined,
    signal: abort.signal,
    limits: defaultLimits,
    onEvent: (event) => {
      if (inStream ? event.kind === "event" : event.kind === "phase" && event.phase === "first-byte") setTimeout(cancel, 10);
    },
  });
  return (await closed) - abortedAt;
}

/** The next number that the server tells. */
async function heard(server: Worker, name: "port" | "closedAt"): Promise<number> {
  const [message] = await once(server, "message");
  return message[name];
}
