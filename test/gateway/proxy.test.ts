// The way through a proxy: a tunnel that it does not read, and why there is none.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { type TestContext, test } from "node:test";
import { explain } from "../../server/src/gateway/explain.ts";
import { proxyAgent, proxyOf } from "../../server/src/gateway/proxy-agent.ts";
import { selfSigned } from "../support/certificate.ts";
import { chat, fakeKey, selfHosted, sendTo } from "./requests.ts";
import { chatAnswer, json, serve, unusedPort } from "./scripted-server.ts";

/** A proxy that leads every name to this machine, or answers a request for a tunnel with a status. */
async function startProxy(t: TestContext, status = 200) {
  const asked: { readonly target: string | undefined; readonly authorization: string | undefined }[] = [];
  let passed = "";
  const proxy = createServer().on("connect", ({ url, headers }, client) => {
    asked.push({ target: url, authorization: headers["proxy-authorization"] });
    client.on("error", () => undefined);
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const server = connect(Number(url?.split(":")[1]), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.on("data", (bytes: Buffer) => (passed += bytes.toString("latin1")));
      client.pipe(server).pipe(client);
    }).on("error", () => client.destroy());
    client.on("close", () => server.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => proxy.close());
  return { port: (proxy.address() as AddressInfo).port, asked, passed: () => passed };
}

test("a request goes through the tunnel, and the proxy sees neither key nor body", async (t) => {
  const certificate = selfSigned("gateway.test");
  const server = await serve(t, json(200, chatAnswer("ok")), certificate);
  const proxy = await startProxy(t);
  const agent = proxyAgent(new URL(`http://ann:p%40ss@127.0.0.1:${proxy.port}`));
  const request = chat(selfHosted(`https://gateway.test:${server.port}/v1`));
  const outcome = await sendTo(request, { network: { agent, ca: certificate.cert } });
  assert.deepEqual([explain(request, outcome).code, outcome.text], ["answered", "ok"]);
  assert.deepEqual(proxy.asked, [{ target: `gateway.test:${server.port}`, authorization: `Basic ${Buffer.from("ann:p@ss").toString("base64")}` }]);
  assert.ok(!proxy.passed().includes(fakeKey) && !proxy.passed().includes("Reply with"));
  assert.equal(explain(request, await sendTo(request, { network: { agent } })).code, "tls-untrusted", "a certificate is checked through a proxy, too");
});

test("a proxy that refuses, wants a password, or is not there", async (t) => {
  const request = chat(selfHosted("https://gateway.test/v1"));
  const codeBehind = async (port: number): Promise<string> => explain(request, await sendTo(request, { network: { agent: proxyAgent(new URL(`http://127.0.0.1:${port}`)) } })).code;
  assert.equal(await codeBehind((await startProxy(t, 407)).port), "proxy-authentication");
  assert.equal(await codeBehind((await startProxy(t, 403)).port), "proxy-failed");
  assert.equal(await codeBehind(await unusedPort()), "proxy-failed");
});

test("the environment names a proxy as curl reads it", () => {
  const url = "https://api.portkey.ai/v1";
  const cases: readonly (readonly [env: Readonly<Record<string, string>>, proxy: string | undefined])[] = [
    [{}, undefined],
    [{ HTTPS_PROXY: "http://proxy.test:3128" }, "http://proxy.test:3128/"],
    [{ https_proxy: "proxy.test:3128" }, "http://proxy.test:3128/"],
    [{ ALL_PROXY: "http://proxy.test:3128" }, "http://proxy.test:3128/"],
    [{ HTTP_PROXY: "http://proxy.test:3128" }, undefined],
    [{ ALL_PROXY: "socks5://proxy.test:1080" }, undefined],
    [{ HTTPS_PROXY: "http://proxy.test", NO_PROXY: "localhost, .portkey.ai" }, undefined],
    [{ HTTPS_PROXY: "http://proxy.test", NO_PROXY: "portkey.ai:8443" }, "http://proxy.test/"],
    [{ HTTPS_PROXY: "http://proxy.test", NO_PROXY: "rtkey.ai" }, "http://proxy.test/"],
    [{ HTTPS_PROXY: "http://proxy.test", NO_PROXY: "*" }, undefined],
  ];
  for (const [env, proxy] of cases) assert.equal(proxyOf(url, env)?.href, proxy, JSON.stringify(env));
  for (const here of ["http://127.0.0.1:8787/v1", "https://localhost/v1"]) assert.equal(proxyOf(here, { HTTPS_PROXY: "http://proxy.test" }), undefined);
});
