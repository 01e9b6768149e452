// The gateway's process: who can reach it, what it knows of the user's environment, and that it never outlives its parent.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { secretHeader } from "../../../server/src/gateway/local/gateway-channel.ts";
import { bundledGateway, type GatewayProcess, startGatewayProcess } from "../../../server/src/gateway/local/gateway-process.ts";
import { startLocalGateway } from "../../../server/src/gateway/local/local-gateway.ts";

const canary = "sk-fake-canary-of-the-environment";
const providerKey = "sk-fake-canary-of-the-catalog";

let running: GatewayProcess;
before(async () => {
  process.env.PORTKEY_API_KEY = canary;
  process.env.AWS_SECRET_ACCESS_KEY = canary;
  process.env.NODE_OPTIONS = "--no-warnings";
  process.env.NODE_EXTRA_CA_CERTS = "";
  running = await startGatewayProcess(bundledGateway());
});
after(() => running.stop());

const portOf = (url: string): number => Number(new URL(url).port);

/** Whether something takes connections there. */
const isReached = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });

/** Waits until nothing takes connections there; the test's own limit ends the wait. */
async function untilGone(port: number): Promise<void> {
  while (await isReached("127.0.0.1", port)) await wait(20);
}

describe("the gateway's process", () => {
  test("answers those who know its secret, and nobody else", async () => {
    const { url, secret } = running.address;
    const status = (path: string, headers = {}) => fetch(url + path, { headers }).then((response) => response.status);
    assert.deepEqual([await status("/", { [secretHeader]: secret }), await status("/"), await status("/v1/models", { [secretHeader]: "wrong" }), await status("/log/stream")], [200, 403, 403, 403]);
    assert.equal(await status("/log/stream", { [secretHeader]: secret }), 404, "its console is off");
  });

  test("asks for the secret also where an upgrade to a websocket is asked for", async () => {
    const { url } = running.address;
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(portOf(url), "127.0.0.1");
      let text = "";
      socket.setEncoding("utf8").on("data", (part: string) => (text += part));
      socket.once("close", () => resolve(text)).once("error", () => resolve(text));
      socket.write(`GET /v1/realtime HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nx-portkey-provider: openai\r\n\r\n`);
      socket.setTimeout(1000, () => socket.destroy());
    });
    assert.match(answer, /^HTTP\/1\.1 403 /);
  });

  test("is reached on 127.0.0.1 alone", async () => {
    const port = portOf(running.address.url);
    assert.ok(await isReached("127.0.0.1", port));
    const others = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).flatMap(({ address, scopeid }) => (address === "127.0.0.1" ? [] : [scopeid ? `${address}%${scopeid}` : address])),
    );
    for (const address of ["::1", ...others]) assert.equal(await isReached(address, port), false, address);
    if (process.platform === "linux") assert.deepEqual(listeningOf(running.pid), [`0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`]);
  });

  test("ends when it is told to, and with the signal given to its start", async () => {
    const own = await startGatewayProcess(bundledGateway());
    await Promise.all([own.stop(), own.exited]);
    assert.equal(await isReached("127.0.0.1", portOf(own.address.url)), false);
    const abort = new AbortController();
    const started = startGatewayProcess(bundledGateway(), abort.signal);
    abort.abort(new Error("no longer wanted"));
    await assert.rejects(started, /no longer wanted/);
  });

  test("ends with its parent, even one that is killed", { timeout: 60_000 }, async () => {
    const parent = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("parent.ts", import.meta.url))], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await new Promise<readonly string[]>((resolve) => parent.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text.split("\n"))));
    const { url, pid } = JSON.parse(line ?? "") as { readonly url: string; readonly pid: number };
    assert.ok(await isReached("127.0.0.1", portOf(url)));
    parent.kill("SIGKILL");
    await untilGone(portOf(url));
    if (process.platform === "linux") while (isAlive(pid)) await wait(20);
  });
});

describe("what the gateway's process is told", () => {
  test("its environment is what Node needs", async () => {
    const names = await withProgram("console.error(JSON.stringify(process.env)); process.exit(3);", async (program) => {
      const error = await startGatewayProcess(program).catch((reason: Error) => reason);
      assert.ok(error instanceof Error);
      assert.match(error.message, /did not start: it ended with 3/);
      return Object.keys(JSON.parse(/\{.*\}/.exec(error.message)?.[0] ?? ""));
    });
    const ofNode = /^(?:ELECTRON_RUN_AS_NODE|NODE_ENV|NODE_CHANNEL_(?:FD|SERIALIZATION_MODE)|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|SystemRoot|windir)$/;
    assert.deepEqual(
      names.filter((name) => !ofNode.test(name)),
      [],
    );
  });

  test("no key is in its arguments or its environment, also not one that it has used", async () => {
    const gateway = await startLocalGateway({ catalog: { providers: { "openai-prod": { provider: "openai", api_key: providerKey, custom_host: "http://127.0.0.1:9/v1" } } } });
    try {
      const body = JSON.stringify({ model: "@openai-prod/gpt-4o", messages: [] });
      const response = await fetch(`${gateway.baseUrl}/chat/completions`, { method: "POST", headers: { "content-type": "application/json", "x-portkey-api-key": gateway.token }, body });
      assert.equal(response.status, 500);
      const told =
        process.platform === "linux"
          ? ["cmdline", "environ"].map((name) => readFileSync(`/proc/${gateway.pid}/${name}`, "latin1")).join(" ")
          : spawnSync("ps", ["-wwE", "-o", "command=", "-p", String(gateway.pid)], { encoding: "utf8" }).stdout;
      assert.match(told, /gateway\.mjs/);
      for (const secret of [providerKey, gateway.token, canary]) assert.ok(!told.includes(secret));
    } finally {
      await gateway.stop();
    }
  });

  test("what it prints at its end is told without keys", async () => {
    const crash = `import("node:http").then(({ createServer }) => {
        const server = createServer((request, response) => {
          if (request.url === "/") return response.end("AI Gateway says hey!");
          console.error("invalid header value:", request.headers["x-portkey-config"]);
          process.exit(1);
        }).listen(0, "127.0.0.1", () => process.send({ port: server.address().port, secret: "x" }));
      });`;
    await withProgram(crash, async (program) => {
      const gateway = await startLocalGateway({ program, catalog: { providers: { "openai-prod": { provider: "openai", api_key: providerKey } } } });
      const exit = new Promise<string>((resolve) => gateway.onExit(({ output }) => resolve(output)));
      const body = JSON.stringify({ model: "@openai-prod/gpt-4o", messages: [] });
      assert.equal((await fetch(`${gateway.baseUrl}/chat/completions`, { method: "POST", headers: { "x-portkey-api-key": gateway.token }, body })).status, 502);
      assert.match(await exit, /invalid header value: .*"api_key":"\[redacted\]"/);
      await gateway.stop();
    });
  });

  test("a start that fails leaves nothing open", { timeout: 60_000 }, async () => {
    const servers = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
    const before = servers();
    await assert.rejects(startLocalGateway({ program: join(tmpdir(), "no-such", "gateway.mjs"), catalog: { providers: {} } }), /npm run build/);
    // Node takes a closed server off its list a little later; the limit ends the wait.
    while (servers() > before) await wait(20);
  });

  test("a program that is not there, and one that never listens, are told", async () => {
    await assert.rejects(startGatewayProcess(join(tmpdir(), "no-such", "gateway.mjs")), /is not at .*npm run build/);
    await withProgram("console.log('out of memory'); process.exitCode = 1; process.disconnect();", (program) => assert.rejects(startGatewayProcess(program), /ended with 1\nout of memory$/));
  });
});

/** Runs something with a program of its own in place of the gateway. */
async function withProgram<T>(text: string, run: (program: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "portkey-migrate-gateway-"));
  try {
    await writeFile(join(folder, "gateway.mjs"), text);
    return await run(join(folder, "gateway.mjs"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The addresses on which a process listens, as `/proc/net/tcp` writes them. */
function listeningOf(pid: number): readonly string[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map((name) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1]));
  const listens = "0A";
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .flatMap(({ 1: address, 3: state, 9: inode }) => (state === listens && address !== undefined && sockets.has(inode) ? [address] : [])),
  );
}

/** Whether a process runs; one that has ended and was not yet collected does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
