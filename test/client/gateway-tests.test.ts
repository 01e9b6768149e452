import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { actionLabel } from "../../client/src/gateway/action-labels.ts";
import { GatewayTests, type PreparedTest } from "../../client/src/gateway/gateway-tests.ts";
import { History } from "../../client/src/gateway/history.ts";
import { Keys, originOf } from "../../client/src/gateway/keys.ts";
import { LocalGatewayHost } from "../../client/src/gateway/local-gateway-host.ts";
import { Sender } from "../../client/src/gateway/sender.ts";
import { readGatewaySettings } from "../../client/src/gateway/user-settings.ts";
import type { PanelState } from "../../client/webview/messages.ts";
import { explain } from "../../server/src/gateway/explain.ts";
import type { GatewayRequest, Outcome, SendOptions } from "../../server/src/gateway/outcome.ts";
import { createRedactor } from "../../server/src/gateway/redact.ts";
import { defaultLimits } from "../../server/src/gateway/send.ts";

const canary = "canary-0123456789abcdef";
const request: GatewayRequest = {
  profile: { id: "hosted", baseUrl: "https://api.portkey.ai/v1", auth: "x-portkey-api-key", extraHeaders: {} },
  kind: "chat",
  method: "POST",
  path: "/chat/completions",
  headers: { "x-portkey-trace-id": "t" },
  body: { model: "@openai-prod/gpt-4o", messages: [{ role: "user", content: "Reply with the word ok." }] },
  stream: false,
  model: "@openai-prod/gpt-4o",
};
const prepared: PreparedTest = { title: "litellm.completion in app.py:3", request, notes: [], isEchoed: false, curl: "curl", stubbed: null, source: null };

const answered = (text: string, ending: Outcome["ending"] = { kind: "complete" }): Outcome => ({
  ending,
  startedAt: 0,
  status: 200,
  headers: {},
  body: { text: "{}", bytes: 2, form: "json", json: {}, isShortened: false },
  isAnswer: ending.kind === "complete",
  error: null,
  text,
  events: [],
  eventCount: 0,
  finishReason: "stop",
  usage: null,
  timings: { connectMs: 1, firstByteMs: 2, firstTokenMs: 3, totalMs: 4 },
  gateway: { traceId: "t", cacheStatus: null, retries: null, optionIndex: null, provider: null },
});

/** Ends as the library does when its signal is aborted, be it before it began. */
const whenAborted = (signal: AbortSignal, text: string): Promise<Outcome> =>
  new Promise((done) => {
    const end = () => done(answered(text, { kind: "cancelled", phase: "body" }));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });

/** Everything but the editor and the network: what was sent, shown and kept. */
function bed({
  isTrusted = true,
  settings = {},
  send,
}: {
  isTrusted?: boolean;
  settings?: Readonly<Record<string, unknown>>;
  send: (request: GatewayRequest, options: SendOptions) => Promise<Outcome>;
}) {
  const secrets = new Map<string, string>();
  const facts = new Map<string, unknown>();
  const store = {
    get: async (name: string) => secrets.get(name),
    store: async (name: string, value: string) => void secrets.set(name, value),
    delete: async (name: string) => void secrets.delete(name),
  };
  const keys = new Keys(store, { get: <T>(name: string) => facts.get(name) as T | undefined, update: async (name, value) => void facts.set(name, value) });
  const local = new LocalGatewayHost(
    async () => assert.fail("no local gateway is asked for"),
    "",
    store,
    () => {},
  );
  const sent: SendOptions[] = [];
  const sender = new Sender({
    isTrusted: () => isTrusted,
    keys,
    local,
    send: (what, options) => {
      sent.push(options);
      return send(what, options);
    },
  });
  let file: string | undefined;
  const history = new History({
    read: async () => file,
    write: async (text) => {
      file = text;
    },
    remove: async () => {
      file = undefined;
    },
  });
  const shown: PanelState[] = [];
  let text = "";
  const append = (more: string) => {
    text += more;
  };
  const panel = { show: (state: PanelState) => void shown.push(state), update: (state: PanelState) => void shown.push(state), append };
  const inspect = (name: string) => ({ key: name, defaultValue: undefined, globalValue: settings[name] });
  const configuration = { inspect: inspect as Parameters<typeof readGatewaySettings>[0]["inspect"] };
  const tests = new GatewayTests({
    sender,
    panel,
    history,
    settings: () => readGatewaySettings(configuration),
    limits: defaultLimits,
    explain,
    createRedactor,
    labelsOf: ({ diagnosis }) => diagnosis.actions.map(actionLabel),
  });
  return { keys, sent, history, shown, tests, kept: () => file, text: () => text };
}

describe("gateway tests", () => {
  test("the text is shown while it arrives, then the result, and the test is kept", async () => {
    const { tests, shown, history, text } = bed({
      send: async (_request, { onEvent }) => {
        onEvent?.({ kind: "head", status: 200, headers: { "content-type": "text/event-stream" }, atMs: 1 });
        for (const delta of ["o", "k"]) onEvent?.({ kind: "text", delta, atMs: 2 });
        return answered("ok");
      },
    });
    await tests.run(prepared);
    assert.deepEqual(
      shown.map(({ phase }) => phase),
      ["sending", "receiving", "done"],
    );
    assert.equal(text(), "ok");
    assert.equal(shown.at(-1)?.card?.tone, "success");
    const [entry] = await history.entries();
    assert.deepEqual([entry?.title, entry?.ok, entry?.status, entry?.text], [prepared.title, true, 200, "ok"]);
  });

  test("the key goes to the origin that it was given for, and nowhere else", async () => {
    const { tests, keys, sent } = bed({ send: async () => answered("ok") });
    await keys.set(request.profile.baseUrl, canary);
    await tests.run(prepared);
    await tests.run({ ...prepared, request: { ...request, profile: { ...request.profile, id: "self-hosted", baseUrl: "https://gateway.example.com/v1" } } });
    assert.deepEqual(
      sent.map(({ key }) => key),
      [canary, undefined],
    );
  });

  test("a key that comes back in an answer is neither kept nor shown in the list", async () => {
    const { tests, keys, kept } = bed({ send: async () => answered(`your key is ${canary}`) });
    await keys.set(request.profile.baseUrl, canary);
    await tests.run({ ...prepared, title: `t ${canary}`, request: { ...request, body: { model: "m", user: canary, nested: [{ note: `Bearer ${canary}` }] } } });
    assert.ok(kept());
    assert.ok(!kept()?.includes(canary), kept());
    assert.match(kept() ?? "", /redacted/);
  });

  test("nothing is sent from a workspace that is not trusted", async () => {
    const { tests, sent, shown } = bed({ isTrusted: false, send: async () => assert.fail("sent") });
    await assert.rejects(tests.run(prepared), /folders you trust/);
    assert.deepEqual(sent, []);
    assert.equal(shown.at(-1)?.card?.headline, "Not sent");
  });

  test("a newer test ends the one before, whose answer is no longer shown", async () => {
    const aborted: string[] = [];
    const { tests, shown } = bed({
      send: async (what, { signal }) => {
        if (what.path === "/second") return answered("second");
        const outcome = await whenAborted(signal, "first");
        aborted.push(what.path);
        return outcome;
      },
    });
    const first = tests.run(prepared);
    await tests.run({ ...prepared, title: "second", request: { ...request, path: "/second" } });
    await first;
    assert.deepEqual(aborted, [request.path]);
    assert.deepEqual([shown.at(-1)?.title, shown.at(-1)?.text], ["second", "second"]);
    assert.equal(tests.cancel(), false, "nothing is under way");
  });

  test("stopping keeps what has arrived, says so, and is not kept as a test", async () => {
    const { tests, shown, history } = bed({ send: (_what, { signal }) => whenAborted(signal, "half") });
    const running = tests.run(prepared);
    await new Promise(setImmediate);
    assert.equal(tests.cancel(), true);
    await running;
    assert.deepEqual([shown.at(-1)?.text, shown.at(-1)?.card?.headline], ["half", "Stopped"]);
    assert.deepEqual(await history.entries(), []);
  });

  test("with the history off nothing is kept", async () => {
    const { tests, kept } = bed({ settings: { "test.history": false }, send: async () => answered("ok") });
    await tests.run(prepared);
    assert.equal(kept(), undefined);
  });

  test("a longer limit is longer in each part", async () => {
    const { tests, sent } = bed({ settings: { "gateway.timeoutMs": 2000 }, send: async () => answered("ok") });
    await tests.run(prepared);
    await tests.run(prepared, { slower: 4 });
    const [usual, longer] = sent.map(({ limits }) => limits);
    assert.equal(usual?.total, 2000);
    for (const name of ["connect", "firstByte", "idle", "total"] as const) assert.equal(longer?.[name], (usual?.[name] ?? 0) * 4, name);
  });
});

describe("history", () => {
  const entry = (title: string) => ({ at: "2026-01-01T00:00:00.000Z", title, request, ok: true, status: 200, totalMs: 1, headline: "", text: "" });
  const memory = (start?: string) => {
    const file = { text: start };
    return {
      file,
      history: new History({
        read: async () => file.text,
        write: async (text) => {
          file.text = text;
        },
        remove: async () => {
          file.text = undefined;
        },
      }),
    };
  };

  test("the newest fifty are kept, the newest first", async () => {
    const { history } = memory();
    await Promise.all(Array.from({ length: 60 }, (_, index) => history.add(entry(`${index}`))));
    const titles = (await history.entries()).map(({ title }) => title);
    assert.deepEqual(
      titles,
      Array.from({ length: 50 }, (_, index) => `${59 - index}`),
    );
    await history.clear();
    assert.deepEqual(await history.entries(), []);
  });

  test("a file that is broken, or of another version, is no history", async () => {
    for (const text of ["", "{", "null", "[1, null, {}]", '[{ "at": 1 }]']) assert.deepEqual(await memory(text).history.entries(), [], text);
    const { history } = memory("{");
    await history.add(entry("a"));
    assert.equal((await history.entries()).length, 1);
  });

  test("a request that is too large to be kept fifty times is left out", async () => {
    const { history } = memory();
    await history.add({ ...entry("large"), request: { ...request, body: { input: "x".repeat(100_000) } } });
    await history.add({ ...entry("long answer"), text: "x".repeat(100_000) });
    assert.deepEqual(
      (await history.entries()).map(({ title, text }) => [title, text.length]),
      [["long answer", 2000]],
    );
  });
});

test("an origin is what a key is named after", () => {
  assert.equal(originOf("https://gateway.example.com/v1"), "https://gateway.example.com:443");
});
