// Loaded before everything else into every Node process of an editor under test: writes each connection that is opened, and each
// name that is looked up, as a line of JSON to NETWORK_LOG. Nothing is changed and nothing is kept back.
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const file = process.env.NETWORK_LOG;
const program = process.argv[1] ?? process.title;
const write = (kind, to) => file && appendFileSync(file, `${JSON.stringify({ pid: process.pid, program, args: process.argv.slice(2), kind, to })}\n`);

/** Calls `tell` with a function's arguments before the function itself. */
const before = (object, name, tell) => {
  const original = object[name];
  if (typeof original !== "function") return;
  object[name] = function (...args) {
    tell(args);
    return original.apply(this, args);
  };
};

write("start", "");
before(net.Socket.prototype, "connect", ([first]) => {
  const options = Array.isArray(first) ? first[0] : first;
  // a pipe of this machine has a path and no port
  if (typeof options === "object" ? options?.path === undefined : !Number.isNaN(Number(options)))
    write("connect", typeof options === "object" ? `${options.host ?? "localhost"}:${options.port}` : `${options}`);
});
for (const name of Object.keys(dns).filter((each) => /^(lookup|resolve|reverse)/.test(each))) before(dns, name, ([host]) => write("look up", host));
for (const name of Object.keys(dns.promises).filter((each) => /^(lookup|resolve|reverse)/.test(each))) before(dns.promises, name, ([host]) => write("look up", host));
// the editor takes NODE_OPTIONS out of the environment that its extensions have
const inherit = (args) => {
  const options = args.find((each, index) => index > 0 && typeof each === "object" && !Array.isArray(each));
  if (options !== undefined) options.env = { ...(options.env ?? process.env), NODE_OPTIONS: `--import ${import.meta.url}`, NETWORK_LOG: file };
};
before(childProcess, "fork", inherit);
before(childProcess, "spawn", inherit);
before(dgram.Socket.prototype, "send", () => write("datagram", ""));
syncBuiltinESMExports();
