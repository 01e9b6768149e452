// Walks through the test of a gateway request in the real editor: from the lens above a call to an explained answer.
// Usage: node test/editor/gateway-tour.mjs [--theme dark|light] [--readme FOLDER] [--verbose]; --readme also takes the README's pictures.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { canaryPlaces } from "./canary.mjs";
import { root } from "./editor.mjs";
import { startFakeGateway } from "./fake-gateway.mjs";
import { visitStops } from "./stops.mjs";
import { inWorkbench } from "./workbench.mjs";

const options = {
  theme: { type: "string", default: "dark" },
  readme: { type: "string" },
  vsix: { type: "string", default: join(root, "portkey-migrate.vsix") },
  verbose: { type: "boolean", default: false },
};
const { values } = parseArgs({ options });
const shots = join(root, ".test-results", "shots");

/** Visibly no key of anybody's. */
const canary = `canary-${Math.random().toString(36).slice(2)}-not-a-key`;
const readmePictures = {
  "gateway-2-answer": { name: "gateway-answer", clip: { x: 0, y: 0, width: 1200, height: 720 } },
  "gateway-5-error": { name: "gateway-error", clip: { x: 352, y: 36, width: 848, height: 440 } },
};

/** The page of the panel, which stands in two frames. */
const panelOf = ({ page }) => page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");

const takePicture = (user) => async (name) => {
  await user.picture(join(shots, `${name}.png`));
  const wanted = values.readme === undefined ? undefined : readmePictures[name];
  if (wanted !== undefined) await user.picture(join(values.readme, `${wanted.name}-${values.theme}.png`), { clip: wanted.clip });
};

const shared = { theme: values.theme, vsix: values.vsix, verbose: values.verbose };

/** A user with no account and no settings. */
const local = () =>
  inWorkbench(shared, async (user, _folder, server) => {
    const { page, visible, row, press } = user;
    const picture = takePicture(user);
    const panel = panelOf(user);
    const lens = visible(".codelens-decoration a", "Test via Portkey");
    await visitStops("local", picture, {
      "a lens above a call offers to test it": async () => {
        await user.open("streaming.py");
        await lens.waitFor();
        assert.match(await lens.textContent(), /@openai-prod\/gpt-4o/);
        await press("Control+B");
      },
      "what is sent is shown before it is sent": async () => {
        await lens.click();
        await row("Send").first().waitFor();
        for (const fact of ["the local gateway", "Model @openai-prod/gpt-4o", "at most 16 tokens", "@openai-prod on this machine"]) await row(fact).waitFor();
        await picture("gateway-1-confirm");
      },
      "the answer streams into the panel, without an account and a key": async () => {
        await row("one request").click();
        await panel.locator("#headline", { hasText: "Answered" }).waitFor();
        await panel.locator("#text", { hasText: "local echo" }).waitFor();
        await panel.locator("#notes", { hasText: "the echo answers" }).waitFor();
        await page.mouse.move(5, 700);
        await picture("gateway-2-answer");
      },
      "the panel can be used with the keyboard": async () => {
        await panel.locator("#tab-text").focus();
        for (const name of ["raw", "headers", "request", "curl"]) {
          await press("ArrowRight");
          await panel.locator(`#panel-${name}`).waitFor();
        }
        assert.match(await panel.locator("#curl").textContent(), /\$\{?PORTKEY_API_KEY/);
        await press("Home");
        await panel.locator("#panel-text").waitFor();
      },
      "the connection test takes one step after the other": async () => {
        await user.command("Portkey Migrate: Test Gateway Connection");
        await panel.locator("#title", { hasText: "4 of 4" }).waitFor();
        await panel.locator("#headline", { hasText: "Answered" }).waitFor();
        await panel.locator("#notes", { hasText: "Ask the model" }).waitFor();
      },
      "a crash of the local gateway is said, and repaired by one click": async () => {
        const [pid] = processesOf(server, "gateway.mjs");
        assert.ok(pid, "the gateway runs as a process of its own");
        process.kill(pid, "SIGKILL");
        const toast = visible(".notification-toast", "has ended by itself");
        await toast.waitFor();
        await picture("gateway-3-crash");
        await toast.getByRole("button", { name: "Restart" }).click();
        await toast.waitFor({ state: "hidden" });
        for (let again = processesOf(server, "gateway.mjs"); again.length === 0; again = processesOf(server, "gateway.mjs")) await page.waitForTimeout(50);
        await user.command("Portkey Migrate: Rerun Last Gateway Test");
        await panel.locator("#headline", { hasText: "Answered" }).waitFor();
      },
      "closing the window ends every process that it started": async () => {
        const [host] = processesOf(server, "--type=extensionHost");
        const children = ["gateway.mjs", "dist/server.js"].flatMap((name) => processesOf(server, name));
        assert.ok(host && children.length === 2, `${host} ${children}`);
        process.kill(host, "SIGTERM");
        for (const end = Date.now() + 10_000; children.some(isRunning); await new Promise((done) => setTimeout(done, 50))) assert.ok(Date.now() < end, `still there: ${children.filter(isRunning)}`);
      },
    });
  });

/** A user with a gateway of their own. */
const selfHosted = async () => {
  const gateway = await startFakeGateway({ accepts: canary });
  const other = await startFakeGateway();
  try {
    await inWorkbench(
      { ...shared, prepare: addPrograms, settings: { "editor.autoClosingBrackets": "never", "portkeyMigrate.gateway.profile": "self-hosted", "portkeyMigrate.gateway.url": gateway.url } },
      async (user, _folder, server) => {
        const { page, visible, input, row, press } = user;
        const picture = takePicture(user);
        const panel = panelOf(user);
        const headline = (text) => panel.locator("#headline", { hasText: text });
        const test = async (file, line) => {
          await user.open(file);
          await user.goTo(line);
          await user.command("Portkey Migrate: Test Request Under Cursor");
        };
        await visitStops("self-hosted", picture, {
          "nothing is sent before it was agreed to": async () => {
            await test("basic.py", "6:14");
            await row("Without a key").waitFor();
            await press("Escape");
            await input.waitFor({ state: "hidden" });
            assert.deepEqual(gateway.requests, []);
          },
          "an error says whose side it is on, and has its fix": async () => {
            await test("basic.py", "6:14");
            await row("one request").click();
            await headline("401").waitFor();
            await panel.locator("#side", { hasText: "gateway's side" }).waitFor();
            assert.equal(gateway.requests.length, 1);
            assert.deepEqual(gateway.requests[0].body.messages, [{ role: "user", content: "Reply with the word ok." }], "the prompt is a stub");
            assert.equal(gateway.requests[0].body.max_tokens, 16);
            await page.mouse.move(5, 700);
            await picture("gateway-5-error");
          },
          "one click sets the key and sends the request again": async () => {
            await panel.getByRole("button", { name: "Set API Key" }).click();
            await visible(".quick-input-widget", "secret storage").waitFor();
            assert.equal(await input.getAttribute("type"), "password");
            await input.fill(canary);
            await picture("gateway-6-key");
            await press("Enter");
            await headline("Answered").waitFor();
            assert.equal(gateway.requests.at(-1).key, canary);
            assert.equal(gateway.requests.length, 2, "the host was confirmed before");
          },
          "stopping closes the connection at once": async () => {
            const earlier = gateway.requests.length;
            await test("streaming.py", "3:14");
            await gateway.when(() => gateway.requests.length > earlier, "the request that streams");
            await headline("Answered").waitFor();
            await panel.getByRole("button", { name: "Rerun" }).waitFor();
            await test("endless.py", "3:10");
            await panel.locator("#text", { hasText: "ok" }).waitFor();
            const before = gateway.closed.length;
            await panel.getByRole("button", { name: "Stop" }).click();
            await gateway.when(() => gateway.closed.length > before && gateway.closed.at(-1).finished === false, "the end of the stream that was stopped");
            await headline("Stopped").waitFor();
            assert.equal(await panel.locator("#text").textContent(), "ok", "what had arrived stays");
          },
          "a rate limit says until when, and offers to wait": async () => {
            await test("limited.py", "3:10");
            await headline("429").waitFor();
            await picture("gateway-7-limit");
          },
          "the code's own messages are sent when the user says so, having seen it": async () => {
            await test("basic.py", "6:14");
            await headline("Answered").waitFor();
            await panel.getByRole("button", { name: "Send the Messages of the Code" }).click();
            await row("one request").waitFor();
            const before = gateway.requests.length;
            await row("one request").click();
            await gateway.when(() => gateway.requests.length > before, "the code's own request");
            assert.deepEqual(gateway.requests.at(-1).body.messages, [{ role: "user", content: "Hello!" }]);
            await headline("Answered").waitFor();
          },
          "an argument that is refused is shown in the code": async () => {
            await test("picky.py", "3:10");
            await headline("400").waitFor();
            await picture("gateway-12-argument");
            await panel.getByRole("button", { name: "Show 'temperature' in the Code" }).click();
            await visible(".statusbar-item", "(11 selected)").waitFor();
          },
          "and the body of the request can be edited": async () => {
            await panel.getByRole("button", { name: "Edit the Request" }).click();
            const toast = visible(".notification-toast", "Edit the body");
            await toast.waitFor();
            await visible(".view-line", '"temperature": 9').waitFor();
            await press("Control+A");
            await page.keyboard.insertText('{ "model": "@openai-prod/picky", "temperature": 1, "messages": [] }');
            // the editor closes the bracket by itself, behind the cursor
            await press("Delete");
            await picture("gateway-13-edit");
            await toast.getByRole("button", { name: "Send" }).click();
            await headline("Answered").waitFor();
            assert.deepEqual(gateway.requests.at(-1).body, { model: "@openai-prod/picky", temperature: 1, messages: [] });
            await visible(".view-line", '"temperature"').waitFor({ state: "detached" });
          },
          "the history has every test, and sends one again": async () => {
            const before = gateway.requests.length;
            await user.command("Portkey Migrate: Gateway Test History");
            await row("basic.py").first().waitFor();
            await row("limited.py").waitFor();
            await picture("gateway-8-history");
            await row("streaming.py").first().click();
            await row("Rerun").click();
            // the panel may still say how the test before ended
            await gateway.when(() => gateway.requests.length > before, "the request of the history");
            await headline("Answered").waitFor();
            assert.equal(gateway.requests.length, before + 1);
            assert.equal(gateway.requests.at(-1).body.stream, true);
          },
          "the models of the code are looked up before any is asked": async () => {
            await user.command("Portkey Migrate: Verify All Model Slugs");
            await row("Leave It at the Catalog").waitFor();
            assert.equal(gateway.requests.at(-1).path, "/v1/models");
            await picture("gateway-9-slugs");
            await row("Leave It at the Catalog").click();
          },
          "slugs are offered from the catalog when the user asks for them": async () => {
            await user.command("Portkey Migrate: Map Providers to Slugs");
            await row("openai").first().click();
            await row("Ask the gateway for its providers").click();
            await gateway.when(() => gateway.requests.at(-1).path === "/v1/providers", "a question for the providers");
            await row("@openai-prod").waitFor();
            assert.equal(gateway.requests.at(-1).key, canary);
            await picture("gateway-11-catalog");
            await press("Escape");
          },
          "a copied request names a variable in place of the key": async () => {
            await user.open("basic.py");
            await user.goTo("6:14");
            for (const format of ["cURL (bash)", "cURL (PowerShell)", "Python", "TypeScript", ".http"]) {
              await page.evaluate(() => navigator.clipboard.writeText("nothing yet"));
              await user.command(`Portkey Migrate: Copy Request as ${format}`);
              await visible(".notification-toast", "Copied. The key is the variable").waitFor();
              const copied = await page.evaluate(() => navigator.clipboard.readText());
              await user.command("Notifications: Clear All Notifications");
              assert.match(copied, /PORTKEY_API_KEY/, format);
              assert.ok(!copied.includes(canary), format);
            }
          },
          "the key stays with its address": async () => {
            await user.command("Portkey Migrate: Select Gateway Profile");
            await row("Self-hosted").click();
            await visible(".quick-input-widget", "Ends in /v1").waitFor();
            await input.fill(other.url);
            await press("Enter");
            await input.waitFor({ state: "hidden" });
            await user.command("Portkey Migrate: Rerun Last Gateway Test");
            await row("Without a key").waitFor();
            await row("one request").click();
            await other.when(() => other.requests.length > 0, "the request to the other address");
            await headline("Answered").waitFor();
            assert.deepEqual(
              other.requests.map(({ key, headers }) => [key, headers.authorization]),
              [[undefined, undefined]],
            );
          },
          "no artefact of all this holds the key": async () => {
            const frames = await Promise.all(page.frames().map(async (frame) => `${frame.url()}\n${await frame.content().catch(() => "")}`));
            const shown = frames.filter((text) => text.includes(canary));
            assert.deepEqual(shown, [], "pages");
            assert.deepEqual(canaryPlaces(canary, { folders: [server.profile, shots], output: server.log(), processes: processesOf(server, "") }), []);
            assert.ok(
              canaryPlaces("Reply with the word ok", { folders: [server.profile], output: "", processes: [] }).some((place) => place.includes("gateway-tests.json")),
              "the places that are looked at are the right ones",
            );
          },
        });
      },
    );
  } finally {
    await Promise.all([gateway.stop(), other.stop()]);
  }
};

/** Calls of models with which the fake gateway does something of its own. */
function addPrograms(folder) {
  for (const name of ["endless", "limited", "picky"])
    writeFileSync(
      join(folder, `python/${name}.py`),
      `from litellm import completion\n\nanswer = completion(model="openai/${name}", temperature=${name === "picky" ? 9 : 1}, messages=[{"role": "user", "content": "Hi"}], stream=${name === "endless" ? "True" : "False"})\n`,
    );
}

/** Processes of the editor, by a part of their command line. */
function processesOf({ profile }, part) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const command = commandOf(pid);
      return command.includes(part) && (command.includes(profile) || environmentOf(pid).includes(profile));
    });
}

const commandOf = (pid) => readProcess(pid, "cmdline");
const environmentOf = (pid) => readProcess(pid, "environ");

function readProcess(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

const isRunning = (pid) => commandOf(pid) !== "";

await local();
await selfHosted();
