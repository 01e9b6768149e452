import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { actionLabel } from "../../client/src/gateway/action-labels.ts";
import { confirmationScope, slugsOf } from "../../client/src/gateway/confirmations.ts";
import { readBody } from "../../client/src/gateway/edit-body-text.ts";
import { findingsOf, probed, reportOf } from "../../client/src/gateway/model-findings.ts";
import { panelPage } from "../../client/src/gateway/panel-page.ts";
import { probeAll } from "../../client/src/gateway/probe-all.ts";
import type { Action, GatewayRequest } from "../../server/src/gateway/outcome.ts";

const local = { id: "local", baseUrl: "http://127.0.0.1:49152/v1", auth: "x-portkey-api-key", extraHeaders: {} } as const;
const request = (model: string | null, config?: unknown, profile: GatewayRequest["profile"] = local): GatewayRequest => ({
  profile,
  kind: "chat",
  method: "POST",
  path: "/chat/completions",
  headers: config === undefined ? {} : { "x-portkey-config": JSON.stringify(config) },
  body: {},
  stream: false,
  model,
});

describe("confirmations", () => {
  test("the slugs of a request are those of its model and of its config", () => {
    const config = { targets: [{ provider: "@anthropic-main" }, { override_params: { model: "@azure.eu/gpt-4o" } }, { override_params: { note: "mail me @home or a@b/c" } }] };
    assert.deepEqual(slugsOf(request("@openai-prod/gpt-4o", config)), ["anthropic-main", "azure.eu", "openai-prod"]);
    assert.deepEqual(slugsOf(request("gpt-4o")), []);
    assert.deepEqual(slugsOf(request(null, "pc-saved")), []);
  });

  test("a hosted gateway is confirmed by its origin, the local one by the providers that it goes on to", () => {
    const hosted = { ...local, id: "hosted", baseUrl: "https://api.portkey.ai/v1" } as const;
    assert.equal(confirmationScope(request("@openai-prod/gpt-4o", undefined, hosted), []), "https://api.portkey.ai:443");
    assert.equal(confirmationScope(request("@openai-prod/gpt-4o"), ["openai-prod"]), "local", "the echo stays on this machine");
    assert.equal(confirmationScope(request("@openai-prod/gpt-4o"), []), "local @openai-prod");
    assert.notEqual(confirmationScope(request("@a/m", { provider: "@b" }), []), confirmationScope(request("@a/m"), []), "another provider is another question");
  });
});

describe("the panel's page", () => {
  const page = panelPage({ script: "https://example.test/panel.js", style: "https://example.test/panel.css", cspSource: "https://example.test", nonce: "0123" });

  test("runs nothing but its own script and reaches nothing", () => {
    const policy = /content="([^"]+)"/.exec(page)?.[1] ?? "";
    assert.deepEqual(policy.split("; "), ["default-src 'none'", "style-src https://example.test", "script-src 'nonce-0123'", "base-uri 'none'", "form-action 'none'"]);
    assert.equal([...page.matchAll(/<script/g)].length, 1);
    assert.doesNotMatch(page, / on\w+=|javascript:|<iframe|<img|<style/i);
  });

  test("its script sets text and never markup", () => {
    const script = readFileSync(new URL("../../client/webview/panel.ts", import.meta.url), "utf8");
    assert.doesNotMatch(script, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|eval\(|new Function/);
  });

  test("it can be used with keys and a screen reader", () => {
    assert.match(page, /<html lang="en">/);
    assert.match(page, /role="status" aria-live="polite"/);
    const tabs = [...page.matchAll(/role="tab" id="([^"]+)" aria-controls="([^"]+)" aria-selected="(\w+)"/g)];
    assert.equal(tabs.filter(([, , , selected]) => selected === "true").length, 1);
    for (const [, tab, panel] of tabs) assert.match(page, new RegExp(`role="tabpanel" id="${panel}" aria-labelledby="${tab}"`));
  });

  test("every part that the script fills is there, once", () => {
    const script = readFileSync(new URL("../../client/webview/panel.ts", import.meta.url), "utf8");
    const parts = [...script.matchAll(/part\("([\w-]+)"\)/g)].map(([, id = ""]) => id);
    assert.ok(parts.length > 15);
    for (const id of [...parts, "notes-part", "notes", "details-part", "details", "copy-text", "copy-raw", "copy-headers", "copy-request", "copy-curl"])
      assert.equal(page.split(`id="${id}"`).length, 2, id);
  });
});

describe("asking many models", () => {
  const names = Array.from({ length: 20 }, (_, index) => `@slug/model-${index}`);
  const answer = (stopsAll: boolean) => ({ ok: !stopsAll, message: stopsAll ? "Too many requests." : "", milliseconds: 1, stopsAll });
  const run = async (stopsAt: string | undefined, signal = new AbortController().signal) => {
    const running = new Set<string>();
    let most = 0;
    const ask = async (name: string) => {
      running.add(name);
      most = Math.max(most, running.size);
      await new Promise(setImmediate);
      running.delete(name);
      return answer(name === stopsAt);
    };
    return { ...(await probeAll(names, ask, { atOnce: 4, signal, onAnswer: () => {} })), most: () => most };
  };

  test("goes on to the last, four at a time", async () => {
    const { answers, stopped, most } = await run(undefined);
    assert.deepEqual([answers.size, stopped, most()], [20, undefined, 4]);
  });

  test("stops at an answer about the key, a budget or a limit", async () => {
    const { answers, stopped } = await run(names[5]);
    assert.equal(stopped, "Too many requests.");
    assert.ok(answers.size < 10, `${answers.size} were asked`);
  });

  test("asks nobody once it is canceled", async () => {
    assert.equal((await run(undefined, AbortSignal.abort())).answers.size, 0);
  });
});

describe("the way out", () => {
  test("is one: nothing of the client sends but the sender, which is given the library's function in one place", () => {
    const folder = new URL("../../client/src/", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
    const importing = (pattern: RegExp) => files.filter((path) => pattern.test(readFileSync(new URL(path, folder), "utf8")));
    assert.deepEqual(importing(/import \{[^}]*\bsend\b[^}]*\} from "[^"]*gateway\/send\.ts"/), ["gateway/gateway.ts"]);
    assert.deepEqual(importing(/gateway\/exchange\.ts"/), []);
    assert.deepEqual(
      importing(/import \{[^}]*\bstartLocalGateway\b[^}]*\} from "[^"]*local-gateway\.ts"/).filter((path) => !path.startsWith("commands/")),
      ["gateway/gateway.ts"],
    );
    const asksTheMergedValue = files.filter((path) => path.startsWith("gateway/") && /getConfiguration\([^)]*\)\s*\.get\b/.test(readFileSync(new URL(path, folder), "utf8")));
    assert.deepEqual(asksTheMergedValue, [], "settings are read by inspect() alone");
  });
});

describe("actions", () => {
  const actions: Readonly<Record<Action["kind"], Action>> = {
    "set-key": { kind: "set-key" },
    "change-profile": { kind: "change-profile" },
    "fix-url": { kind: "fix-url", url: "https://gateway.example.com/v1" },
    retry: { kind: "retry" },
    "retry-at": { kind: "retry-at", at: 0 },
    "retry-longer": { kind: "retry-longer", limit: "idle" },
    "map-slug": { kind: "map-slug", provider: "openai" },
    "pick-model": { kind: "pick-model", nearest: ["@openai-prod/gpt-4o"] },
    "show-argument": { kind: "show-argument", name: "temperature" },
    "edit-request": { kind: "edit-request" },
    "show-body": { kind: "show-body" },
    "open-logs": { kind: "open-logs", traceId: null },
    "open-providers": { kind: "open-providers" },
    "open-limits": { kind: "open-limits" },
    "open-status": { kind: "open-status" },
    "open-proxy-settings": { kind: "open-proxy-settings" },
    "restart-local": { kind: "restart-local" },
  };

  test("each is a button of its own and leads somewhere", () => {
    const labels = Object.values(actions).map(actionLabel);
    assert.equal(new Set(labels).size, labels.length);
    for (const label of labels) assert.match(label, /^[A-Z]/);
    const runs = readFileSync(new URL("../../client/src/gateway/run-action.ts", import.meta.url), "utf8");
    for (const kind of Object.keys(actions)) assert.ok(runs.includes(`case "${kind}"`), kind);
  });
});

describe("an edited body", () => {
  test("is an object of JSON, with comments if need be", () => {
    assert.deepEqual(readBody('{ "model": "@a/b", // mine\n "n": 1, }'), { model: "@a/b", n: 1 });
    for (const text of ["", "[]", "null", '"a"', "{ a }", '{ "a": ']) assert.equal(typeof readBody(text), "string", text);
    assert.match(String(readBody('{\n"a": 1\n"b": 2 }')), /^Line 3/);
  });
});

describe("models of the code", () => {
  const place = { uri: "file:///app/chat%20one.py", range: { start: { line: 4 } } };
  const models = [
    { written: "openai/gpt-4o", portkeyName: "@openai-prod/gpt-4o", places: [place, place] },
    { written: "anthropic/claude", portkeyName: "@anthropic-main/claude", places: [place] },
    { written: "fast", portkeyName: null, places: [] },
  ];
  const catalog = { entries: ["@openai-prod/gpt-4o", "@anthropic-eu/claude", "@anthropic-main/other", "@x/y"], why: "" };

  test("are in the catalog, missing with what is near, or without a slug", () => {
    assert.deepEqual(
      findingsOf(models, catalog).map(({ state, near }) => [state, near]),
      [
        ["listed", []],
        ["missing", ["@anthropic-eu/claude", "@anthropic-main/other"]],
        ["unmapped", []],
      ],
    );
    assert.deepEqual(
      findingsOf(models, { entries: null, why: "This gateway has no catalog of models." }).map(({ state }) => state),
      ["unknown", "unknown", "unmapped"],
      "no catalog says nothing about a model",
    );
  });

  test("the report holds no markup of anybody else's", () => {
    const evil = [{ written: "a`|\n# b", portkeyName: "@x/`y`|<script>", places: [{ uri: "file:///%5Bx%5D(command:evil)%7C.py", range: { start: { line: 0 } } }] }];
    const answer = { ok: false, message: "no [model](command:evil) | <b>", milliseconds: 1, stopsAll: false };
    const report = reportOf(probed(findingsOf(evil, catalog), "@x/`y`|<script>", answer), local, "");
    assert.doesNotMatch(report.replaceAll(/`[^`]*`/g, ""), /(?<!\\)<|(?<!\\)\[|^# b/m);
    assert.equal(
      new Set(
        report
          .split("\n")
          .filter((line) => line.startsWith("|"))
          .map((line) => line.replaceAll("\\|", "").split("|").length),
      ).size,
      1,
      "every row has as many cells",
    );
  });
});
