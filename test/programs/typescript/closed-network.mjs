// Preloaded into the programs: Node's own `fetch` does not respect a proxy, so a connection to anywhere but this machine fails here.
import { Socket } from "node:net";

const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...args) {
  // Node hands on its arguments as a list that it has put in order.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const { host = "localhost" } = typeof first === "object" && first !== null ? first : { host: typeof second === "string" ? second : undefined };
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) throw new Error(`a program may not leave this machine: ${host}`);
  return connect.apply(this, args);
};
