import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { GatewayAddress } from "./catalog-shim.ts";
import { type GatewayReady, isGatewayReady, secretHeader } from "./gateway-channel.ts";

/** The open-source gateway as a child process that ends with this one. */
export interface GatewayProcess {
  readonly address: GatewayAddress;
  readonly pid: number;
  /** Is fulfilled once the process has ended, whoever ended it. */
  readonly exited: Promise<GatewayExit>;
  stop(): Promise<void>;
}

/** How the gateway's process ended. */
export interface GatewayExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it printed. */
  readonly output: string;
}

const startMilliseconds = 30_000;
const stopMilliseconds = 3000;
const outputLength = 4000;

/** Starts the bundle `program` and waits until it answers; rejects with what it printed where it does not. */
export async function startGatewayProcess(program: string, signal?: AbortSignal): Promise<GatewayProcess> {
  signal?.throwIfAborted();
  if (!existsSync(program)) throw new Error(`the local gateway is not at ${program}: \`npm run build\` makes it`);
  const child = fork(program, ["--headless"], { cwd: dirname(program), env: environment(), execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const output = outputOf(child);
  const exited = new Promise<GatewayExit>((resolve) => {
    const ended = (code: number | null, signalName: string | null) => {
      process.removeListener("exit", kill);
      resolve({ code, signal: signalName, output: output() });
    };
    child.once("close", ended).once("error", (error) => resolve({ code: null, signal: null, output: error.message }));
  });
  try {
    const address = await ready(child, exited, AbortSignal.any([AbortSignal.timeout(startMilliseconds), ...(signal ? [signal] : [])]));
    return { address, pid: child.pid ?? 0, exited, stop: () => stop(child, exited) };
  } catch (error) {
    kill();
    await exited;
    if (signal?.aborted) throw error;
    throw new Error(`the local gateway did not start: ${error instanceof Error ? error.message : String(error)}\n${output()}`.trimEnd());
  }
}

/** The gateway's program: `gateway.mjs` beside the running bundle or, from source, the one that the build has left in `dist`. */
export function bundledGateway(): string {
  const beside = fileURLToPath(new URL("./gateway.mjs", import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL("../../../../dist/gateway.mjs", import.meta.url));
}

/**
 * The environment of the process: the gateway would read AWS_* and AZURE_* and so use the user's own, and a child needs no secret.
 * What is passed on is what Node cannot do without on Windows, and the certificates that a company's network needs.
 */
function environment(): Record<string, string> {
  const needed = ["SystemRoot", "windir", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"];
  const passed = needed.flatMap((name): [string, string][] => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  // In the editor, Node is Electron's.
  return { ...Object.fromEntries(passed), ELECTRON_RUN_AS_NODE: "1", NODE_ENV: "production" };
}

function outputOf({ stdout, stderr }: ChildProcess): () => string {
  let text = "";
  for (const stream of [stdout, stderr]) stream?.setEncoding("utf8").on("data", (part: string) => (text = (text + part).slice(-outputLength)));
  return () => stripVTControlCharacters(text).trim();
}

/** Its only sign of health is the greeting: other paths answer too where routing is broken. */
async function ready(child: ChildProcess, exited: Promise<GatewayExit>, signal: AbortSignal): Promise<GatewayAddress> {
  const { port, secret } = await new Promise<GatewayReady>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    void exited.then(({ code, signal: name }) => reject(new Error(`it ended with ${name ?? code}`)));
    child.on("message", (message) => {
      if (isGatewayReady(message)) resolve(message);
    });
  });
  const address = { url: `http://127.0.0.1:${port}`, secret };
  while (!(await greets(address, signal))) await wait(50, undefined, { signal });
  return address;
}

const greets = ({ url, secret }: GatewayAddress, signal: AbortSignal): Promise<boolean> =>
  fetch(url, { headers: { [secretHeader]: secret }, signal })
    .then((response) => response.text())
    .then((text) => /gateway/i.test(text))
    .catch(() => false);

async function stop(child: ChildProcess, exited: Promise<GatewayExit>): Promise<void> {
  child.kill("SIGTERM");
  const limit = setTimeout(() => child.kill("SIGKILL"), stopMilliseconds);
  await exited;
  clearTimeout(limit);
}
