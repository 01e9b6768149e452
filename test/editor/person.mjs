// What a person does in the editor: keys, clicks and looks. Every wait is for something that can be seen.
import { readFileSync } from "node:fs";

/** Hands and eyes for one workbench page. */
export function person(page) {
  page.setDefaultTimeout(20_000);
  const visible = (selector, text) => page.locator(`${selector}:visible`, text === undefined ? {} : { hasText: text }).first();
  // The quick-input widget stays in the page when it is hidden, with its old text.
  const input = visible(".quick-input-widget input.input");
  const row = (text) => visible(".quick-input-list .monaco-list-row", text);

  /** Opens the quick input. The workbench takes keys only some time after it is drawn: ask again until it does. */
  async function ask(keys, text) {
    for (let attempt = 1; ; attempt += 1) {
      await page.keyboard.press(keys);
      try {
        await input.waitFor({ timeout: 3000 });
        // something that takes the focus late closes it again
        await input.fill(text, { timeout: 3000 });
        break;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  return {
    page,
    visible,
    input,
    row,
    picture: (path, options = {}) => page.screenshot({ path, animations: "disabled", caret: "initial", ...options }),
    press: (keys) => page.keyboard.press(keys),

    /** Opens a file of the workspace by its name. */
    async open(name) {
      const tab = visible(".tab.active", name);
      // Results come in two waves, and the second may move the row away: look at what was opened.
      for (let attempt = 1; ; attempt += 1) {
        await ask("Control+P", name);
        await row(name).click();
        try {
          await tab.waitFor({ timeout: 4000 });
          break;
        } catch (error) {
          if (attempt === 5) throw error;
        }
      }
      await visible(".editor-instance .view-line").waitFor();
    },

    /** Runs a command by its title in the palette. */
    async command(title) {
      await ask("F1", `>${title}`);
      await row(title).waitFor();
      await page.keyboard.press("Enter");
    },

    /** Puts the cursor at a text's line. */
    async goTo(line) {
      await ask("Control+G", `:${line}`);
      await page.keyboard.press("Enter");
      await input.waitFor({ state: "hidden" });
    },

    /** Opens the menu of the lightbulb. It closes by itself when the editor renders again under load, so ask again as a person would. */
    async lightbulb(entry) {
      const item = page.locator(".action-widget .monaco-list-row", { hasText: entry }).first();
      for (let attempt = 1; ; attempt += 1) {
        await page.keyboard.press("Control+.");
        try {
          await item.waitFor({ timeout: 4000 });
          return item;
        } catch (error) {
          if (attempt === 5) throw error;
          await page.keyboard.press("Escape");
        }
      }
    },

    /** Resolves when a file on disk satisfies the condition. */
    async onDisk(path, isMet) {
      for (const end = Date.now() + 15_000; !isMet(readFileSync(path, "utf8")); await new Promise((done) => setTimeout(done, 50))) {
        if (Date.now() > end) throw new Error(`${path} did not change as expected:\n${readFileSync(path, "utf8")}`);
      }
    },
  };
}
