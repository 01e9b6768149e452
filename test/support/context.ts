// What a fixture's case says about settings and workspace, as the engine wants it.
import type { AnalysisContext } from "../../server/src/engine/engine.ts";
import { defaultSettings, parseSettings } from "../../server/src/engine/settings.ts";
import { gatherWorkspace } from "../../server/src/engine/workspace/gather.ts";
import { emptyWorkspace } from "../../server/src/engine/workspace/workspace.ts";
import type { FixtureCase } from "./markdown-fixture.ts";

/** A folder where nobody has set anything. */
export const plainContext: AnalysisContext = { settings: defaultSettings, workspace: emptyWorkspace };

/** The context of a case; settings that a user could not write are problems. */
export function contextOf({ settings, proxyConfigs }: Pick<FixtureCase, "settings" | "proxyConfigs">): { readonly context: AnalysisContext; readonly problems: readonly string[] } {
  const parsed = parseSettings(settings, "portkey-migrate.json");
  return { context: { settings: parsed.settings, workspace: gatherWorkspace(proxyConfigs) }, problems: parsed.problems };
}
