import { lookup as systemLookup } from "node:dns/promises";
import { type Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Transform } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type AddressPolicy, forbiddenAddress } from "./addresses.ts";
import type { Ending, Limits, Phase, Refusal } from "./outcome.ts";

/** The way to a server, which a shell may lend: tests a name server and a certificate, an editor its proxy. */
export interface Network {
  /** All addresses of a name; the system's where it is undefined. */
  readonly resolve?: (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
  /** Certificates to trust beside the system's, as PEM. */
  readonly ca?: string;
  /** Makes the sockets, for example by way of a proxy; a proxy looks names up itself. */
  readonly agent?: Agent;
}

/** One HTTP request, with all its headers. */
export interface Call {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly policy: AddressPolicy;
}

/** Who hears what becomes of a call, in this order. */
export interface Listener {
  phase(phase: Phase): void;
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** A piece of the body, decompressed. */
  piece(bytes: Buffer): void;
}

/** Sends one request over a socket of its own and hears the answer out; never rejects. Redirects are not followed. */
export function exchange(call: Call, limits: Limits, signal: AbortSignal, network: Network, listener: Listener): Promise<Ending> {
  return new Promise((resolve) => {
    let phase: Phase = isIP(call.url.hostname.replace(/^\[|\]$/g, "")) === 0 ? "name" : "connect";
    let limit: "connect" | "first-byte" | "idle" = "connect";
    let read = 0;
    let isOver = false;
    let isAnswered = false;
    const start = performance.now();

    const finish = (ending: Ending): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(phaseTimer);
      clearTimeout(totalTimer);
      signal.removeEventListener("abort", cancel);
      resolve(ending);
      // Nobody is to wait for what nobody hears: the socket closes at once.
      request?.destroy();
    };
    const fail = (error: unknown): void => finish(endingOf(error, phase));
    const cancel = (): void => finish({ kind: "cancelled", phase });
    const timedOut = (which: "connect" | "first-byte" | "idle" | "total"): void => finish({ kind: "timed-out", phase, limit: which, afterMs: performance.now() - start });
    const totalTimer = setTimeout(() => timedOut("total"), limits.total);
    let phaseTimer = setTimeout(() => timedOut(limit), limits.connect);
    /** Whoever hears of an answer may fail over it; that ends this request and nothing else. */
    const tell = (listening: () => void): void => {
      try {
        listening();
      } catch (error) {
        fail(error);
      }
    };
    const enter = (next: Phase): void => {
      if (isOver || next === phase) return;
      phase = next;
      tell(() => listener.phase(next));
    };
    const waitFor = (next: "first-byte" | "idle", milliseconds: number): void => {
      limit = next;
      clearTimeout(phaseTimer);
      if (!isOver) phaseTimer = setTimeout(() => timedOut(limit), milliseconds);
    };
    const isConnected = (): void => {
      enter("first-byte");
      waitFor("first-byte", limits.firstByte);
    };
    const hear = (response: IncomingMessage): void => {
      isAnswered = true;
      enter("body");
      waitFor("idle", limits.idle);
      tell(() => listener.head(response.statusCode ?? 0, plainHeaders(response)));
      const take = (bytes: Buffer): void => {
        if (isOver) return;
        const rest = limits.bytes - read;
        read += bytes.length;
        tell(() => listener.piece(bytes.length > rest ? bytes.subarray(0, rest) : bytes));
        if (read > limits.bytes) finish({ kind: "too-long", bytes: limits.bytes });
      };
      const end = (): void => finish(response.complete ? { kind: "complete" } : { kind: "network", phase, code: "ECONNRESET", message: "the connection was closed in the middle of the answer" });
      // What arrives keeps the connection alive even where the decompressor has nothing to show for it yet.
      response.on("data", () => waitFor("idle", limits.idle)).on("error", fail);
      const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
      const decoder = decoderFor(encoding);
      // Nothing but plain text was asked for; shown as it is, it would look like the answer of something that is no gateway.
      if (decoder === undefined && encoding !== "identity" && encoding !== "") fail(new NetworkError("Z_UNKNOWN", `the answer is in ${encoding}`));
      else if (decoder === undefined) response.on("data", take).on("end", end);
      else response.pipe(decoder).on("data", take).on("end", end).on("error", fail);
    };

    let request: ReturnType<typeof httpRequest> | undefined;
    if (signal.aborted) return cancel();
    signal.addEventListener("abort", cancel, { once: true });
    tell(() => listener.phase(phase));
    try {
      request = openRequest(call, network, () => enter("connect"));
    } catch (error) {
      return fail(error);
    }
    const isSecure = call.url.protocol === "https:";
    request
      .on("socket", (socket) => {
        if (!socket.connecting) return isConnected();
        socket.once("connect", () => (isSecure ? enter("tls") : isConnected()));
        socket.once("secureConnect", isConnected);
      })
      .on("response", hear)
      .on("error", fail)
      // Only a server that ends the connection without a word, or asks for another protocol, comes here without one of the above.
      .on("close", () => {
        if (!isAnswered) fail(new NetworkError("ECONNRESET", "the connection was closed without an answer"));
      })
      .end(call.body ?? undefined);
  });
}

/** A cause with the code that the explanations know it by. */
class NetworkError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

class RefusedAddress extends Error {
  readonly refusal: Refusal;
  constructor(why: string) {
    super(why);
    this.refusal = { code: "address-forbidden", why, instead: null };
  }
}

function openRequest({ url, method, headers, body, policy }: Call, network: Network, onResolved: () => void): ReturnType<typeof httpRequest> {
  const options: RequestOptions & { ca?: string } = {
    method,
    headers: { ...headers, ...(body === null ? {} : { "content-length": Buffer.byteLength(body) }) },
    // A socket of its own, which ends with the request; a pooled one would survive it.
    agent: network.agent ?? false,
    lookup: checkedLookup(policy, network, onResolved),
    ...(network.ca === undefined ? {} : { ca: network.ca }),
  };
  return url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
}

/** Looks a name up once and lets the socket connect to nothing but what was checked: a second look-up could say something else. */
function checkedLookup(policy: AddressPolicy, { resolve }: Network, onResolved: () => void): LookupFunction {
  const all = resolve ?? ((host: string) => systemLookup(host, { all: true }));
  return (host, options, callback) => {
    all(host).then(
      (addresses) => {
        const refused = addresses.flatMap(({ address }) => forbiddenAddress(address, policy) ?? [])[0];
        const [first] = addresses;
        if (first === undefined) return callback(new NetworkError("ENOTFOUND", `${host} has no address`), "", 0);
        if (refused !== undefined) return callback(new RefusedAddress(`The name ${host} leads to ${addresses.map(({ address }) => address).join(", ")}, which ${refused}.`), "", 0);
        onResolved();
        if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

function decoderFor(encoding: string): Transform | undefined {
  // What was cut off is shown as far as it goes; that it was is told by the connection.
  const zlib = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip(zlib);
    case "deflate":
      return createInflate(zlib);
    case "br":
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}

function plainHeaders({ rawHeaders }: IncomingMessage): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return Object.fromEntries(headers);
}

function endingOf(error: unknown, phase: Phase): Ending {
  if (error instanceof RefusedAddress) return { kind: "not-sent", refusal: error.refusal };
  // Several addresses were tried: they mostly failed alike, and the first is the system's preferred one.
  const first = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code = first instanceof Error && "code" in first && typeof first.code === "string" ? first.code : "UNKNOWN";
  return { kind: "network", phase, code, message: first instanceof Error ? first.message : String(first) };
}
