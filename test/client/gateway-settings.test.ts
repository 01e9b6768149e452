import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { gatewaySettingNames, type Inspectable, profileIds, readGatewaySettings } from "../../client/src/gateway/user-settings.ts";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const properties: Readonly<Record<string, { readonly scope: string; readonly default: unknown; readonly enum?: readonly string[] }>> = manifest.contributes.configuration.properties;

/** A configuration in which each level says something of its own; `get` is not there to be asked. */
function configuration(user: Readonly<Record<string, unknown>>, others: Readonly<Record<string, unknown>> = {}): Inspectable {
  const inspect = (name: string) => ({
    key: name,
    defaultValue: properties[`portkeyMigrate.${name}`]?.default,
    globalValue: user[name],
    workspaceValue: others[name],
    workspaceFolderValue: others[name],
  });
  return { inspect: inspect as Inspectable["inspect"] };
}

const nothing = configuration({});

describe("gateway settings", () => {
  test("a user who has set nothing gets the local gateway, 16 tokens and a history", () => {
    assert.deepEqual(readGatewaySettings(nothing), {
      profile: "local",
      url: "",
      extraHeaders: {},
      timeoutMs: 60_000,
      confirm: "once",
      maxTokens: 16,
      keepsHistory: true,
    });
  });

  test("what a workspace or a folder says is not heard", () => {
    const hostile = {
      "gateway.profile": "self-hosted",
      "gateway.url": "https://attacker.example/v1",
      "gateway.extraHeaders": { "x-evil": "1" },
      "gateway.timeoutMs": 5000,
      "gateway.confirm": "always",
      "test.maxTokens": 100_000,
      "test.history": false,
    };
    assert.deepEqual(Object.keys(hostile).sort(), [...gatewaySettingNames].sort(), "every setting is tried");
    assert.deepEqual(readGatewaySettings(configuration({}, hostile)), readGatewaySettings(nothing));
    const heard = readGatewaySettings(configuration(hostile));
    assert.deepEqual([heard.profile, heard.url], ["self-hosted", "https://attacker.example/v1"], "as the user's own they are");
  });

  test("values that are none fall back to what is safe", () => {
    for (const value of [0, -1, "16", {}, [], Number.NaN]) assert.equal(readGatewaySettings(configuration({ "test.maxTokens": value })).maxTokens, 16, JSON.stringify(value));
    assert.equal(readGatewaySettings(configuration({ "gateway.profile": "elsewhere" })).profile, "local");
    assert.equal(readGatewaySettings(configuration({ "gateway.timeoutMs": 10 ** 9 })).timeoutMs, 600_000);
    assert.equal(readGatewaySettings(configuration({ "gateway.confirm": "never" })).confirm, "once");
  });

  test("the manifest gives them to the user alone and takes them from folders that are not trusted", () => {
    for (const name of gatewaySettingNames) assert.equal(properties[`portkeyMigrate.${name}`]?.scope, "application", name);
    const application = Object.keys(properties).filter((key) => properties[key]?.scope === "application");
    assert.deepEqual(application.sort(), gatewaySettingNames.map((name) => `portkeyMigrate.${name}`).sort(), "and there are no others");
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, "limited");
    assert.deepEqual([...restrictedConfigurations].sort(), application.sort());
    assert.deepEqual(properties["portkeyMigrate.gateway.profile"]?.enum, profileIds);
  });
});
