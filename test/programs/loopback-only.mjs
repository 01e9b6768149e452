// Preloaded into the gateway, which listens on every interface and has no option against it: a port without a host becomes 127.0.0.1.
import { Server } from "node:net";

const listen = Server.prototype.listen;
Server.prototype.listen = function (...args) {
  const [first] = args;
  if (typeof first === "number" && typeof args[1] !== "string") args.splice(1, args.length > 1 && args[1] === undefined ? 1 : 0, "127.0.0.1");
  else if (typeof first === "object" && first !== null && first.port !== undefined && !first.host) args[0] = { ...first, host: "127.0.0.1" };
  return listen.apply(this, args);
};
