// What a fixture's case says about settings and workspace, as the engine wants it.
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import type { AnalysisContext } from "../../server/src/engine/engine.ts";
import { defaultSettings, parseSettings } from "../../server/src/engine/settings.ts";
import { gatherWorkspace } from "../../server/src/engine/workspace/gather.ts";
import { ModuleIndex } from "../../server/src/engine/workspace/module-index.ts";
import { emptyWorkspace } from "../../server/src/engine/workspace/workspace.ts";
import type { FixtureCase } from "./markdown-fixture.ts";

/** A folder where nobody has set anything. */
export const plainContext: AnalysisContext = { settings: defaultSettings, workspace: emptyWorkspace };

/** The folder that the snippets of fixtures stand in. */
export const fixtureSpace = "file:///projectspace/";

/** The files of a case whose settings name an adapter, which is in a package where it is in a folder. */
function modulesOf(adapterPath: string, snippets: FixtureCase["snippets"]): ModuleIndex {
  const modules = new ModuleIndex(catalog);
  const folder = adapterPath.slice(0, adapterPath.lastIndexOf("/") + 1);
  for (const path of [...(folder === "" ? [] : [`${folder}__init__.py`]), ...snippets.map(({ path }) => path)]) modules.add(fixtureSpace + path);
  return modules;
}

/** The context of a case; settings that a user could not write are problems. */
export function contextOf({ settings, proxyConfigs, snippets }: Pick<FixtureCase, "settings" | "proxyConfigs" | "snippets">): {
  readonly context: AnalysisContext;
  readonly problems: readonly string[];
} {
  const parsed = parseSettings(settings, "portkey-migrate.json");
  const { adapterPath } = parsed.settings;
  const adapter = adapterPath === undefined ? {} : { adapterUri: fixtureSpace + adapterPath, modules: modulesOf(adapterPath, snippets) };
  return { context: { settings: parsed.settings, workspace: { ...gatherWorkspace(proxyConfigs), ...adapter } }, problems: parsed.problems };
}
