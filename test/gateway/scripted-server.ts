// A server on 127.0.0.1 that answers each request as a test scripts it, down to the pieces in which the bytes arrive.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import type { TestContext } from "node:test";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A running server; it ends with its test. */
export interface ScriptedServer {
  /** With `/v1` at its end. */
  readonly baseUrl: string;
  readonly port: number;
  readonly received: Received[];
  /** Settles when a client's socket is closed, with the time of `performance.now()`. */
  closed(): Promise<number>;
}

/** How a request is answered. */
export type Script = (response: ServerResponse, request: Received) => void | Promise<void>;

/** Starts an HTTP server, or an HTTPS server where a certificate is given. */
export async function serve(test: TestContext, script: Script, tls?: { readonly key: string; readonly cert: string }): Promise<ScriptedServer> {
  const received: Received[] = [];
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part);
    const request = { method: message.method ?? "", path: message.url ?? "", headers: message.headers, body: Buffer.concat(parts).toString("utf8") };
    received.push(request);
    await script(response, request);
  };
  const server = tls === undefined ? createServer((message, response) => void answer(message, response)) : createTlsServer(tls, (message, response) => void answer(message, response));
  return started(test, server, received, tls === undefined ? "http" : "https");
}

/** Starts a server that speaks TCP and nothing else unless its script does. */
export const serveTcp = (test: TestContext, script: (socket: Socket) => void): Promise<ScriptedServer> => started(test, createTcpServer(script), [], "http");

async function started(test: TestContext, server: Server, received: Received[], scheme: string): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const waiting: ((at: number) => void)[] = [];
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket
      .on("error", () => undefined)
      .on("close", () => {
        const at = performance.now();
        sockets.delete(socket);
        for (const resolve of waiting.splice(0)) resolve(at);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { baseUrl: `${scheme}://127.0.0.1:${address.port}/v1`, port: address.port, received, closed: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** A port that nothing listens at. */
export async function unusedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Script =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

/** Answers with a stream whose body arrives in these pieces, each in a packet of its own. */
export const stream =
  (pieces: readonly (string | Buffer)[], headers: Readonly<Record<string, string>> = {}): Script =>
  async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", ...headers });
    for (const piece of pieces) {
      await new Promise((resolve) => response.write(piece, resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };

/** A chat's answer as OpenAI gives it. */
export const chatAnswer = (content: string, more: object = {}) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-4o",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
  ...more,
});

/** One event of a streamed chat. */
export const chunk = (content: string | null, finish: string | null = null, more: object = {}): string =>
  `data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta: content === null ? {} : { content }, finish_reason: finish }], ...more })}\n\n`;
