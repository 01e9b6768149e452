// Which addresses a request may go to, as written and as resolved.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type AddressPolicy, forbiddenAddress, isLoopback } from "../../server/src/gateway/addresses.ts";
import { checkGatewayUrl } from "../../server/src/gateway/gateway-url.ts";
import { forbiddenHeader } from "../../server/src/gateway/headers.ts";
import { addressPolicy, createProfile, gatewayFacts, profileIds, profileOfUrl } from "../../server/src/gateway/profiles.ts";

describe("a gateway's address", () => {
  const good: readonly (readonly [written: string, url: string])[] = [
    ["https://api.portkey.ai/v1", "https://api.portkey.ai/v1"],
    ["  https://API.portkey.ai/v1/  ", "https://api.portkey.ai/v1"],
    ["https://gateway.example.com/ai/v1", "https://gateway.example.com/ai/v1"],
    ["https://gateway.example.com:8443/v1", "https://gateway.example.com:8443/v1"],
    ["https://10.1.2.3/v1", "https://10.1.2.3/v1"],
    ["http://localhost:8787/v1", "http://localhost:8787/v1"],
    ["http://127.0.0.1:8787/v1/", "http://127.0.0.1:8787/v1"],
    ["http://[::1]:8787/v1", "http://[::1]:8787/v1"],
  ];
  for (const [written, url] of good) test(`${written} is taken`, () => assert.deepEqual(checkGatewayUrl(written), { kind: "url", url }));

  const bad: readonly (readonly [written: string, code: string, instead: string | null])[] = [
    ["", "url-invalid", null],
    ["gateway", "url-invalid", null],
    ["api.portkey.ai/v1", "url-invalid", "https://api.portkey.ai/v1"],
    ["api.portkey.ai", "url-invalid", "https://api.portkey.ai/v1"],
    ["ftp://gateway.example.com/v1", "url-invalid", null],
    ["javascript:alert(1)", "url-invalid", null],
    ["file:///etc/passwd", "url-invalid", null],
    ["https://user:secret@gateway.example.com/v1", "url-userinfo", "https://gateway.example.com/v1"],
    ["https://api.portkey.ai@evil.example.com/v1", "url-userinfo", "https://evil.example.com/v1"],
    ["https://gateway.example.com/v1?key=secret", "url-query", "https://gateway.example.com/v1"],
    ["https://gateway.example.com/v1#x", "url-query", "https://gateway.example.com/v1"],
    ["http://gateway.example.com/v1", "url-not-https", "https://gateway.example.com/v1"],
    ["http://192.168.1.5:8787/v1", "url-not-https", "https://192.168.1.5:8787/v1"],
    ["http://localhost.evil.example.com/v1", "url-not-https", "https://localhost.evil.example.com/v1"],
    ["https://api.portkey.ai", "url-without-v1", "https://api.portkey.ai/v1"],
    ["https://gateway.example.com/ai/", "url-without-v1", "https://gateway.example.com/ai/v1"],
    ["https://api.portkey.ai/v1/v1", "url-doubled-v1", "https://api.portkey.ai/v1"],
    ["https://api.portkey.ai/v1/chat/completions", "url-endpoint", "https://api.portkey.ai/v1"],
    ["http://169.254.169.254/v1", "address-forbidden", null],
    ["https://169.254.169.254/v1", "address-forbidden", null],
    ["https://2852039166/v1", "address-forbidden", null],
    ["https://0xa9fea9fe/v1", "address-forbidden", null],
    ["https://[::ffff:169.254.169.254]/v1", "address-forbidden", null],
    ["https://[fd00:ec2::254]/v1", "address-forbidden", null],
    ["https://metadata.google.internal/v1", "address-forbidden", null],
    ["https://METADATA.google.internal./v1", "address-forbidden", null],
    ["https://0.0.0.0/v1", "address-forbidden", null],
    ["http://0.0.0.0:8787/v1", "address-forbidden", null],
    ["https://[::]/v1", "address-forbidden", null],
    ["https://[fe80::1]/v1", "address-forbidden", null],
    ["https://100.100.100.200/v1", "address-forbidden", null],
  ];
  for (const [written, code, instead] of bad)
    test(`${written || "nothing"} is refused`, () => {
      const checked = checkGatewayUrl(written);
      assert.ok(checked.kind === "refused", `it was taken as ${checked.kind === "url" ? checked.url : ""}`);
      assert.deepEqual([checked.refusal.code, checked.refusal.instead], [code, instead]);
      assert.match(checked.refusal.why, /^.+\.$/);
      assert.doesNotMatch(checked.refusal.why, /secret/);
      if (instead !== null) assert.deepEqual(checkGatewayUrl(instead), { kind: "url", url: instead }, "what is proposed is not taken");
    });
});

test("addresses are judged by where they may be", () => {
  const cases: readonly (readonly [address: string, loopback: boolean, reachable: boolean, open: boolean])[] = [
    ["127.0.0.1", true, true, false],
    ["127.9.9.9", true, true, false],
    ["::1", true, true, false],
    ["::ffff:127.0.0.1", true, true, false],
    ["10.0.0.1", false, true, false],
    ["172.31.255.255", false, true, false],
    ["192.168.0.1", false, true, false],
    ["100.64.0.1", false, true, false],
    ["fc00::1", false, true, false],
    ["8.8.8.8", false, true, true],
    ["172.32.0.1", false, true, true],
    ["2606:4700::1", false, true, true],
    ["169.254.1.1", false, false, false],
    ["::ffff:a9fe:a9fe", false, false, false],
    ["64:ff9b::a9fe:a9fe", false, false, false],
    ["fd00:ec2::254", false, false, false],
    ["fe80::1%eth0", false, false, false],
    ["0.0.0.0", false, false, false],
    ["224.0.0.1", false, false, false],
    ["255.255.255.255", false, false, false],
    ["ff02::1", false, false, false],
    ["gateway", false, false, false],
  ];
  for (const [address, ...expected] of cases) {
    const policies: readonly AddressPolicy[] = ["loopback", "reachable", "public"];
    assert.deepEqual(
      policies.map((policy) => forbiddenAddress(address, policy) === undefined),
      expected,
      address,
    );
  }
  for (const host of ["localhost", "LOCALHOST.", "gateway.localhost", "127.0.0.1", "[::1]"]) assert.ok(isLoopback(host), host);
  for (const host of ["localhost.example.com", "notlocalhost", "10.0.0.1", "1.127.0.0"]) assert.ok(!isLoopback(host), host);
});

test("a profile's address and header for the key are the catalog's", () => {
  const made = createProfile("hosted", "https://evil.example.com/v1");
  assert.deepEqual(made, { profile: { id: "hosted", baseUrl: "https://api.portkey.ai/v1", auth: "x-portkey-api-key", extraHeaders: {} } });
  const airs = createProfile("airs");
  assert.deepEqual("profile" in airs && [airs.profile.baseUrl, airs.profile.auth], ["https://aigw.portkey.ai/v1", "bearer"]);
  assert.equal(gatewayFacts("self-hosted").auth, "x-portkey-api-key", "a gateway of one's own hands Authorization on to the provider");
  assert.deepEqual(
    profileIds.map((id) => addressPolicy({ id, baseUrl: "https://gateway.example.com/v1" })),
    ["public", "public", "reachable", "loopback"],
  );
  assert.equal(addressPolicy({ id: "self-hosted", baseUrl: "http://localhost:8787/v1" }), "loopback");
  assert.deepEqual(["https://api.portkey.ai/v1", "https://AIGW.portkey.ai/v1", "http://localhost:8787/v1", "https://api.portkey.ai.example.com/v1"].map(profileOfUrl), [
    "hosted",
    "airs",
    "self-hosted",
    "self-hosted",
  ]);
  const local = createProfile("local", "https://gateway.example.com/v1");
  assert.equal("refusal" in local && local.refusal.code, "address-forbidden");
});

test("headers that carry credentials or lead elsewhere are no setting", () => {
  for (const name of [
    "Authorization",
    "authorization",
    "x-api-key",
    "api-key",
    "x-portkey-api-key",
    "Cookie",
    "x-portkey-virtual-key",
    "x-auth-token",
    "Proxy-Authorization",
    "Host",
    "x-portkey-custom-host",
    "Transfer-Encoding",
    "a b",
  ])
    assert.ok(forbiddenHeader(name, "x"), name);
  for (const value of ["a\r\nb: c", "\u0000", "naïve ☃"]) assert.ok(forbiddenHeader("x-team", value), value);
  for (const name of ["x-team", "cf-ray", "x-portkey-metadata", "x-portkey-trace-id", "x-portkey-config", "x-max-tokens"]) assert.equal(forbiddenHeader(name, "a"), undefined, name);
  const made = createProfile("hosted", undefined, { "X-API-Key": "x" });
  assert.equal("refusal" in made && made.refusal.code, "header-forbidden");
});
