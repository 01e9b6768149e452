// A workspace that wants the user's key: every file that could name a gateway names a listener, every command is run, and the listener hears nothing.
// Usage: node test/editor/gateway-safety.mjs [--vsix FILE] [--verbose]
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./editor.mjs";
import { makeHostile, startListener } from "./hostile-workspace.mjs";
import { runInEditor } from "./in-editor.mjs";
import { total, visitStops } from "./stops.mjs";
import { inWorkbench } from "./workbench.mjs";

const { values } = parseArgs({ options: { vsix: { type: "string", default: join(root, "portkey-migrate.vsix") }, verbose: { type: "boolean", default: false } } });
const shots = join(root, ".test-results", "shots");
const withTrust = { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" };

const listener = await startListener();
const proxy = await startListener();
const shared = { vsix: values.vsix, verbose: values.verbose, prepare: (folder) => makeHostile(folder, listener.url) };
const picture = (user) => (name) => user.picture(join(shots, `${name}.png`));
const openCall = async (user) => {
  await user.open("basic.py");
  await user.visible(".squiggly-warning").waitFor();
  await user.goTo("7:20");
};

/** Every command of the extension is run in its own host; what was sent went nowhere but to the user's own gateway. */
async function runEverything(isTrusting) {
  const title = isTrusting ? "hostile" : "hostile-restricted";
  let kept = [];
  const look = (profile) => {
    kept = historyIn(profile);
  };
  const { passed, failed } = await runInEditor({ ...shared, suite: "hostile", title, isTrusting, settings: isTrusting ? {} : withTrust, seconds: 300, look });
  total.passed += passed;
  total.failed += failed;
  await visitStops(title, () => {}, {
    "nobody whom the workspace names has heard anything": () => assert.deepEqual(listener.heard, []),
    [isTrusting ? "what was asked was answered by the user's own gateway" : "nothing was asked at all"]: () => {
      const profiles = [...new Set(kept.map(({ request }) => request.profile.id))];
      assert.deepEqual(profiles, isTrusting ? ["local"] : []);
    },
  });
}

/** The tests that the extension has kept in a profile. */
function historyIn(profile) {
  const file = readdirSync(profile, { recursive: true }).find((path) => path.endsWith("gateway-tests.json"));
  return file !== undefined && existsSync(join(profile, file)) ? JSON.parse(readFileSync(join(profile, file), "utf8")) : [];
}

try {
  await runEverything(true);
  await runEverything(false);
  const settings = { "http.proxy": proxy.url, "portkeyMigrate.gateway.profile": "self-hosted", "portkeyMigrate.gateway.url": "https://gateway.invalid/v1" };
  await inWorkbench({ ...shared, settings }, async (user) => {
    const panel = user.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
    await visitStops("a proxy of the user's", picture(user), {
      "is the one that is taken": async () => {
        await user.open("portkey.py");
        await user.goTo("4:20");
        await user.command("Portkey Migrate: Test Request Under Cursor");
        await user.row("one request").click();
        await panel.locator("#headline", { hasText: "502" }).waitFor();
        assert.deepEqual([...new Set(proxy.heard)], ["connection", "CONNECT gateway.invalid:443"]);
        assert.deepEqual(listener.heard, []);
      },
    });
  });
  await inWorkbench({ ...shared, isTrusting: false, settings: withTrust }, async (user) => {
    await visitStops("a folder that is not trusted", picture(user), {
      "has a lens that says what there is to do": async () => {
        await openCall(user);
        await user.visible(".codelens-decoration", "Trust workspace to test").waitFor();
      },
      "is told so by every command, which offers to trust it": async () => {
        await user.command("Portkey Migrate: Test Gateway Connection");
        const toast = user.visible(".notification-toast", "folders you trust");
        await toast.waitFor();
        await user.picture(join(shots, "gateway-10-restricted.png"));
        await toast.getByRole("button", { name: "Manage Workspace Trust" }).click();
        await user.visible(".workspace-trust-editor").waitFor();
        assert.deepEqual(listener.heard, []);
      },
    });
  });
} finally {
  await Promise.all([listener.stop(), proxy.stop()]);
}
