/**
 * Makes whatever listens in this process private to the process that started it, before the gateway is loaded.
 * The gateway listens on every interface, has no option against it, and answers everybody.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type ListenOptions, Server } from "node:net";
import { type GatewayReady, secretHeader } from "./gateway-channel.ts";
import { answerWhileHeard } from "./request-fetch.ts";

const secret = randomBytes(24).toString("hex");
const listen = Server.prototype.listen;

/** Listens on 127.0.0.1 at a port that the system chooses, whatever was asked for: no other process can take the port first. */
function listenPrivately(this: Server, ...args: readonly unknown[]): Server {
  const listener = args.find((each): each is () => void => typeof each === "function");
  if (listener !== undefined) this.once("listening", listener);
  this.once("listening", () => guard(this));
  const options: ListenOptions = { port: 0, host: "127.0.0.1" };
  return listen.call(this, options);
}

/** Answers only those who know the secret, and tells it to the starting process. */
function guard(server: Server): void {
  const answer = server.listeners("request");
  server.removeAllListeners("request").removeAllListeners("upgrade");
  server.on("request", (message: IncomingMessage, response: ServerResponse) => {
    if (message.headers[secretHeader] !== secret) response.writeHead(403).end();
    else
      answerWhileHeard(response, () => {
        for (const each of answer) each.call(server, message, response);
      });
  });
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port, secret } satisfies GatewayReady);
}

Server.prototype.listen = listenPrivately;
// The channel closes with the starting process, however that ends: nothing is left running.
process.once("disconnect", () => process.exit());
