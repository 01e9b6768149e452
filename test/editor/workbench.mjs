// A fresh copy of the sample in an editor of its own, for those who walk through it as a user would.

import { openWorkbench, startBrowser } from "./browser.mjs";
import { copySample, installVsix, startServer, workbenchUrl } from "./editor.mjs";
import { person } from "./person.mjs";

const themes = { dark: "Default Dark Modern", light: "Default Light Modern" };

/** How the editor looks in pictures. */
const look = (theme) => ({ "workbench.colorTheme": themes[theme], "editor.fontSize": 14, "editor.minimap.enabled": false, "breadcrumbs.enabled": false, "workbench.layoutControl.enabled": false });

/** Opens the sample, or what `prepare` makes of it (it may give the path of a workspace file), for a visitor; everything is gone when the visit is over. */
export async function inWorkbench({ theme = "dark", vsix, isTrusting = true, settings = {}, env = {}, preload, verbose = false, prepare = () => {} }, visit) {
  const server = await startServer({ isTrusting, verbose, env, preload, settings: { ...look(theme), "files.autoSave": "off", ...settings } });
  try {
    await installVsix(server, vsix);
    const { browser, context } = await startBrowser({ width: 1200, height: 720 });
    try {
      const folder = copySample(server.profile);
      const workspace = prepare(folder);
      const { page } = await openWorkbench(context, workbenchUrl(server, { folder, workspace }), { verbose });
      await visit(person(page), folder, server);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
