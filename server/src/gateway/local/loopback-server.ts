import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";

/** A request with its body read. */
export interface Received {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server on 127.0.0.1 at a port that the system chose. */
export interface LoopbackServer {
  readonly url: string;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

/** The largest body that is read, in bytes. */
export const largestBody = 64 * 2 ** 20;

/** Starts a server; each request is answered once its body has been read. */
export async function listenOnLoopback(answer: (request: Received, response: ServerResponse) => void | Promise<void>): Promise<LoopbackServer> {
  const server = createServer((message, response) => {
    handle(message, response, answer).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new RangeError("a server on a port has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(message: IncomingMessage, response: ServerResponse, answer: (request: Received, response: ServerResponse) => void | Promise<void>): Promise<void> {
  const body = await bodyOf(message);
  if (body === undefined) {
    sendJson(response, 413, { status: "failure", message: `the body is larger than ${largestBody / 2 ** 20} MB` }, { connection: "close" });
    message.resume();
    return;
  }
  await answer({ method: message.method ?? "", path: message.url ?? "", headers: message.headers, body }, response);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  // The connection has to live on for the answer.
  for await (const part of message.iterator({ destroyOnReturn: false })) {
    size += part.length;
    if (size > largestBody) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** A body as JSON, where it is. */
export function jsonOf({ body }: Received): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
