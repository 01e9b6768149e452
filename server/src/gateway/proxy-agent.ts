import { request } from "node:http";
import { Agent, type AgentOptions, request as secureRequest } from "node:https";
import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import { isLoopback } from "./addresses.ts";

/** The proxy that the environment names for a URL, as curl reads it; undefined where none is to be used. Only https goes through one: it sees the host's name, and no key. */
export function proxyOf(url: string, env: Readonly<Record<string, string | undefined>>): URL | undefined {
  const target = new URL(url);
  const written = env.https_proxy || env.HTTPS_PROXY || env.all_proxy || env.ALL_PROXY;
  if (!written || target.protocol !== "https:" || isLoopback(target.hostname) || isExcepted(target, env.no_proxy || env.NO_PROXY || "")) return undefined;
  const withScheme = written.includes("://") ? written : `http://${written}`;
  return /^https?:/i.test(withScheme) && URL.canParse(withScheme) ? new URL(withScheme) : undefined;
}

/** `example.com`, `.example.com` and `*.example.com` stand for the host and all below it, `*` for everything; a port narrows it. */
function isExcepted({ hostname, port }: URL, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = "", wanted] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const domain = name.replace(/^\*?\./, "");
    if (domain === "" || (wanted !== undefined && wanted !== (port || "443"))) return false;
    return domain === "*" || hostname === domain || hostname.endsWith(`.${domain}`);
  });
}

/** Why no way through a proxy was found; the code is one that the explanations know. */
class ProxyFailure extends Error {
  readonly code: "EPROXY" | "EPROXYAUTH";
  constructor(code: ProxyFailure["code"], message: string) {
    super(message);
    this.code = code;
  }
}

const connectMilliseconds = 30_000;

/** Makes TLS sockets by way of an HTTP proxy, which connects them without reading them (RFC 9110, 9.3.6). */
export function proxyAgent(proxy: URL): Agent {
  return new ProxyAgent(proxy);
}

class ProxyAgent extends Agent {
  readonly #proxy: URL;

  constructor(proxy: URL) {
    super({ keepAlive: false });
    this.#proxy = proxy;
  }

  override createConnection(
    options: AgentOptions & { readonly host?: string; readonly port?: number; readonly servername?: string },
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { protocol, hostname, port, username, password } = this.#proxy;
    const ask = protocol === "https:" ? secureRequest : request;
    const target = `${options.host}:${options.port}`;
    const credentials = username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}` };
    const end = (error: Error | null, socket?: Duplex): void => (callback as ((error: Error | null, socket?: Duplex) => void) | undefined)?.(error, socket);
    const tunnel = ask({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port || (protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      headers: { host: target, ...credentials },
      agent: false,
      timeout: connectMilliseconds,
    });
    tunnel
      .on("timeout", () => tunnel.destroy(new Error("it does not answer")))
      .on("error", (error) => end(new ProxyFailure("EPROXY", error.message)))
      .on("response", ({ statusCode }) => {
        tunnel.destroy();
        end(refused(statusCode));
      })
      .on("connect", ({ statusCode }, socket) => {
        if (statusCode !== 200) {
          socket.destroy();
          return end(refused(statusCode));
        }
        const secure = connect({ ...options, socket, ...(options.servername === undefined ? {} : { servername: options.servername }) });
        secure.once("error", end).once("secureConnect", () => end(null, secure.off("error", end)));
      })
      .end();
  }
}

const refused = (status: number | undefined): ProxyFailure =>
  status === 407 ? new ProxyFailure("EPROXYAUTH", "it wants a user name and a password") : new ProxyFailure("EPROXY", `it answers ${status}`);
