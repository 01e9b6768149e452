// A gateway in a thread of its own, as its clock is not held up by the client: it begins a stream or says nothing, and tells when its client is gone.
import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";

const server = createServer((request, response) => {
  request.socket.once("close", () => parentPort.postMessage({ closedAt: performance.timeOrigin + performance.now() }));
  if (request.url.endsWith("/completions")) return;
  response.writeHead(200, { "content-type": "text/event-stream" });
  const timer = setInterval(() => response.write('data: {"choices":[{"delta":{"content":"word "}}]}\n\n'), 5);
  response.once("close", () => clearInterval(timer));
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage({ port: server.address().port }));
parentPort.once("message", () => process.exit(0));
