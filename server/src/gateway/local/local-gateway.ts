import { randomBytes } from "node:crypto";
import { startCatalogShim } from "./catalog-shim.ts";
import { startEchoProvider } from "./echo-provider.ts";
import { bundledGateway, type GatewayExit, type GatewayProcess, startGatewayProcess } from "./gateway-process.ts";
import type { LocalCatalog } from "./local-catalog.ts";

/** What a local gateway is started with. */
export interface LocalGatewayOptions {
  readonly catalog: LocalCatalog;
  /** The gateway's bundle; without it, `gateway.mjs` beside the running bundle or, from source, in `dist`. */
  readonly program?: string;
  /** Ends the start, and the gateway with it. */
  readonly signal?: AbortSignal;
}

/** The open-source Portkey gateway as a child process, behind a Model Catalog of this machine. */
export interface LocalGateway {
  /** `http://127.0.0.1:49152/v1`; it stays the same over a restart. */
  readonly baseUrl: string;
  /** Goes as `x-portkey-api-key`; it is random, so that nobody else on this machine can spend the providers' keys. */
  readonly token: string;
  /** The process of the gateway, where one runs. */
  readonly pid: number | undefined;
  /** Other providers from the next request on. */
  setCatalog(catalog: LocalCatalog): void;
  /** Is told when the process ends by itself; requests are then answered with 503 until `restart`. */
  onExit(listener: (exit: GatewayExit) => void): void;
  /** Starts the process again, with the same address and token; one that still runs is ended first. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts it and waits until it answers; rejects with what it printed where it does not.
 * Catalog and echo run in this process, so that the providers' keys are handed to nobody but the gateway, with each request.
 */
export async function startLocalGateway({ catalog, program = bundledGateway(), signal }: LocalGatewayOptions): Promise<LocalGateway> {
  const token = randomBytes(24).toString("base64url");
  const echoKey = randomBytes(24).toString("base64url");
  const listeners: ((exit: GatewayExit) => void)[] = [];
  const secrets = new Set<string>();
  let current: LocalCatalog = catalog;
  let running: GatewayProcess | undefined;
  let isStopped = false;
  let turn: Promise<void> = Promise.resolve();

  const setCatalog = (next: LocalCatalog): void => {
    current = next;
    for (const secret of secretsOf(next)) secrets.add(secret);
  };
  const start = async (): Promise<void> => {
    const started = await startGatewayProcess(program, signal);
    running = started;
    void started.exited.then((exit) => {
      if (running !== started) return;
      running = undefined;
      for (const listener of listeners) listener({ ...exit, output: withoutSecrets(exit.output, secrets) });
    });
  };
  const end = async (): Promise<void> => {
    const ended = running;
    running = undefined;
    await ended?.stop();
  };
  /** One start or stop at a time, in the order they were asked for. */
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    const next = turn.then(step);
    turn = next.catch(() => undefined);
    return next;
  };

  setCatalog(catalog);
  const echo = await startEchoProvider(echoKey);
  const shim = await startCatalogShim({
    token,
    echo: { provider: "openai", api_key: echoKey, custom_host: `${echo.url}/v1` },
    catalog: () => current,
    gateway: () => running?.address,
  });
  const close = () => Promise.all([shim.close(), echo.close()]);
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    baseUrl: `${shim.url}/v1`,
    token,
    get pid() {
      return running?.pid;
    },
    setCatalog,
    onExit: (listener) => void listeners.push(listener),
    restart: () =>
      inTurn(async () => {
        if (isStopped) throw new Error("the local gateway was stopped: start a new one");
        await end();
        await start();
      }),
    stop: () =>
      inTurn(async () => {
        isStopped = true;
        await Promise.all([close(), end()]);
      }),
  };
}

/** Whatever a catalog holds that may be a key; what is too short to be one stays readable. */
const secretsOf = ({ providers }: LocalCatalog): readonly string[] =>
  Object.values(providers).flatMap((provider) => (provider === "echo" ? [] : Object.entries(provider).flatMap(([option, value]) => (option === "provider" || value.length < 6 ? [] : [value]))));

/** What the gateway prints about a failed request may quote its headers. */
const withoutSecrets = (text: string, secrets: ReadonlySet<string>): string => [...secrets].reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
