// Walks through the packaged extension as a new user would, in the real editor, and takes a picture at each stop.
// Usage: node test/editor/tour.mjs [--theme dark|light] [--readme FOLDER] [--verbose]; --readme also takes the README's pictures.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./editor.mjs";
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

/** The README's pictures: which stop they are taken at, and the part of the window that they show. */
const readmePictures = {
  "2-hover": { name: "hover", clip: { x: 352, y: 36, width: 844, height: 450 } },
  "3-lightbulb": { name: "lightbulb", clip: { x: 352, y: 36, width: 640, height: 315 } },
  "5-problems": { name: "problems", clip: { x: 48, y: 36, width: 1148, height: 654 } },
  "9-diff": { name: "diff", clip: { x: 48, y: 0, width: 1148, height: 560 } },
};

const shared = { theme: values.theme, vsix: values.vsix, verbose: values.verbose };
await inWorkbench({ ...shared, settings: { "editor.lightbulb.enabled": "on" } }, walk);

async function walk(user, folder) {
  const { page, visible, input, row, press } = user;
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const text = (words) => visible(".view-line", words);
  const toast = (words) => visible(".notification-toast", words);
  const picture = async (name) => {
    await user.picture(join(shots, `${name}.png`));
    const wanted = values.readme === undefined ? undefined : readmePictures[name];
    if (wanted !== undefined) await user.picture(join(values.readme, `${wanted.name}-${values.theme}.png`), { clip: wanted.clip });
  };
  const isDone = (task) => toast(task).waitFor({ state: "hidden" });

  const stops = {
    "LiteLLM use is underlined": async () => {
      await user.open("assistant.py");
      await visible(".squiggly-warning").waitFor();
      await picture("1-underlined");
    },
    "a hover says what it means and what it would become": async () => {
      await text("response = completion(").locator("span", { hasText: "completion" }).last().hover();
      await visible(".monaco-hover", "litellm-completion").waitFor();
      await visible(".monaco-hover", "chat.completions.create").waitFor();
      await picture("2-hover");
      await page.mouse.move(5, 700);
    },
    "the lightbulb offers the rewrite": async () => {
      await user.open("basic.py");
      await visible(".squiggly-warning").waitFor();
      await user.goTo("6:14");
      const entry = await user.lightbulb("Rewrite to the Portkey SDK");
      await picture("3-lightbulb");
      await entry.click();
      await text("chat.completions.create").waitFor();
      await page.locator(".squiggly-warning").first().waitFor({ state: "detached" });
      await picture("4-rewritten");
      await press("Control+S");
      await user.onDisk(join(folder, "python/basic.py"), (saved) => saved.includes('model="@openai-prod/gpt-4o"') && !saved.includes("litellm"));
    },
    "a scan fills Problems for the whole workspace": async () => {
      await user.command("Portkey Migrate: Scan Workspace");
      await toast("findings in").waitFor();
      await toast("findings in").getByRole("button", { name: "Show Problems" }).click();
      await visible(".markers-panel .monaco-list-row", "async_chat.py").waitFor();
      await picture("5-problems");
      // The list draws only the rows that fit, so the files are folded before they are looked for.
      await visible(".part.panel .action-label.codicon-collapse-all").click();
      for (const name of ["assistant.py", "errors.py", "router.py", "streaming.py"]) await visible(".markers-panel .monaco-list-row", name).waitFor();
      await press("Control+J");
    },
    "providers get their slugs": async () => {
      await user.command("Portkey Migrate: Map Providers to Slugs");
      await row("openai").waitFor();
      await isDone("Looking for providers");
      await picture("6-providers");
      await row("openai").click();
      await visible(".quick-input-widget", "(2 of 2)").waitFor();
      assert.equal(await input.inputValue(), "openai-prod", "the suggestion is filled in");
      await picture("7-slug");
      await press("Enter");
      await row("portkey-migrate.json").click();
      await row("@openai-prod").waitFor();
      await row("anthropic").click();
      await visible(".quick-input-widget", "(2 of 2)").waitFor();
      await press("Enter");
      await row("@anthropic-main").waitFor();
      await press("Escape");
      await user.onDisk(join(folder, "portkey-migrate.json"), () => true);
      assert.deepEqual(JSON.parse(read("portkey-migrate.json")).providerSlugs, { openai: "openai-prod", anthropic: "anthropic-main" });
    },
    "a folder's migration is shown as one diff": async () => {
      await press("Control+B"); // the diff takes the side bar's room
      await visible(".part.sidebar").waitFor({ state: "hidden" });
      await user.command("Portkey Migrate: Migrate Folder");
      await row("Safe fixes only").waitFor();
      await isDone("Planning the migration");
      await picture("8-choice");
      await row("Safe fixes only").click();
      await row("Apply").waitFor();
      await visible(".multiDiffEditor", "chat.completions.create").waitFor();
      await isDone("Planning the migration");
      await picture("9-diff");
    },
    "and applied whole": async () => {
      const before = read("python/streaming.py");
      await row("Apply").click();
      await toast("Migrated").waitFor();
      await isDone("Planning the migration");
      await picture("10-applied");
      assert.equal(read("python/streaming.py"), before, "nothing is saved behind the user's back");
      await toast("Migrated").getByRole("button", { name: "Save Files" }).click();
      for (const path of ["python/streaming.py", "python/assistant.py"]) await user.onDisk(join(folder, path), (saved) => saved.includes("chat.completions.create(") && !saved.includes("litellm"));
      assert.ok(existsSync(join(folder, "python/router.py")));
    },
    "and undone in one step": async () => {
      await user.open("streaming.py");
      await press("Control+Z");
      await text("for chunk in completion(").waitFor();
      await user.open("assistant.py");
      await text("response = completion(").waitFor();
    },
    "a rule's page opens": async () => {
      await page.mouse.move(5, 700);
      await user.goTo("8:20");
      await user.command("Portkey Migrate: Open Rule Reference");
      await visible(".tab.active", "litellm-completion").waitFor();
      await picture("11-rule");
    },
    "strategies are compared, and one is chosen": async () => {
      await user.command("Portkey Migrate: Choose Migration Strategy");
      await row("Portkey SDK").waitFor();
      await isDone("Comparing strategies");
      await picture("13-strategies");
      await row("Keep LiteLLM").click();
      await row("no code is changed yet").waitFor();
      await picture("14-strategy");
      await row("no code is changed yet").click();
      await row("portkey-migrate.json").click();
      await user.onDisk(join(folder, "portkey-migrate.json"), (saved) => JSON.parse(saved).strategy === "keep-litellm");
    },
    "a folder that is not trusted is scanned and fixed as any other": () =>
      inWorkbench({ ...shared, isTrusting: false, settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" } }, async (visitor, sample) => {
        await visitor.visible(".statusbar-item", "Restricted Mode").waitFor();
        await visitor.open("basic.py");
        await visitor.visible(".squiggly-warning").waitFor();
        await visitor.command("Portkey Migrate: Scan Workspace");
        await visitor.visible(".notification-toast", "findings in").waitFor();
        await visitor.picture(join(shots, "12-restricted.png"));
        await visitor.goTo("6:14");
        await (await visitor.lightbulb("Rewrite to the Portkey SDK")).click();
        await visitor.visible(".view-line", "chat.completions.create").waitFor();
        await visitor.press("Control+S");
        await visitor.onDisk(join(sample, "python/basic.py"), (saved) => !saved.includes("litellm"));
      }),
  };

  await visitStops("tour", picture, stops);
}
