import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Keys, keyProblem, originOf } from "../../client/src/gateway/keys.ts";

const hosted = "https://api.portkey.ai/v1";
const key = "not-a-real-key-1";

/** A store of secrets and one of facts, with what stands in them. */
function stores() {
  const secrets = new Map<string, string>();
  const facts = new Map<string, unknown>();
  const keys = new Keys(
    {
      get: async (name) => secrets.get(name),
      store: async (name, value) => void secrets.set(name, value),
      delete: async (name) => void secrets.delete(name),
    },
    { get: <T>(name: string) => facts.get(name) as T | undefined, update: async (name, value) => void facts.set(name, value) },
  );
  return { secrets, facts, keys };
}

describe("keys", () => {
  test("a key belongs to one origin, and no other address gets it", async () => {
    const { keys } = stores();
    await keys.set(hosted, key);
    for (const same of [hosted, "https://api.portkey.ai/", "https://API.portkey.ai:443/v1/"]) assert.equal(await keys.of(same), key, same);
    const others = [
      "http://api.portkey.ai/v1",
      "https://api.portkey.ai:8443/v1",
      "https://aigw.portkey.ai/v1",
      "https://portkey.ai/v1",
      "https://api.portkey.ai.attacker.example/v1",
      "https://attacker.example/https://api.portkey.ai/v1",
      "https://api.portkey.ai@attacker.example/v1",
    ];
    for (const other of others) assert.equal(await keys.of(other), undefined, other);
  });

  test("the secret is named after scheme, host and port", async () => {
    const { secrets, facts, keys } = stores();
    await keys.set(hosted, key);
    assert.deepEqual([...secrets], [["key:https://api.portkey.ai:443", key]]);
    assert.deepEqual(keys.origins(), ["https://api.portkey.ai:443"]);
    assert.ok(!JSON.stringify([...facts]).includes(key), "only the secret store has the key");
  });

  test("a key that is removed is gone, and the others stay", async () => {
    const { keys } = stores();
    await keys.set(hosted, key);
    await keys.set("http://127.0.0.1:8787/v1", "not-a-real-key-2");
    await keys.remove(originOf(hosted));
    assert.equal(await keys.of(hosted), undefined);
    assert.deepEqual(keys.origins(), ["http://127.0.0.1:8787"]);
    assert.deepEqual(await keys.all(), ["not-a-real-key-2"]);
  });

  test("what cannot stand in a header is no key", () => {
    for (const text of ["", "  ", "a b", "a\nb", "ключ", "a\u00a0b"]) assert.ok(keyProblem(text), JSON.stringify(text));
    for (const text of [key, ` ${key} `, "AbC+/=_-.9"]) assert.equal(keyProblem(text), undefined, text);
  });
});
