import { createEngine } from "../../server/src/engine/create-engine.ts";
import { defaultSettings, type Strategy } from "../../server/src/engine/settings.ts";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { chooseFixes } from "../../server/src/engine/workspace/selection.ts";
import { emptyWorkspace, type Workspace } from "../../server/src/engine/workspace/workspace.ts";
import { testHost } from "../support/grammars.ts";
import { slugs } from "./local-portkey.ts";

const engine = await createEngine(testHost);

/** A program after every fix that is offered for it, and what the fixes announced. */
export interface Migrated {
  readonly text: string;
  readonly notes: readonly string[];
  /** What is left for a person: rule and message. */
  readonly left: readonly { readonly rule: string; readonly message: string }[];
}

/** Rewrites a program as a person would who accepts every fix, safe and reviewed; `proxyModels` are those of a proxy's configuration in the workspace. */
export async function migrate(text: string, strategy?: Strategy, file = "program.py", proxyModels: Workspace["proxyModels"] = {}): Promise<Migrated> {
  const context = { settings: { ...defaultSettings, providerSlugs: slugs, strategy }, workspace: { ...emptyWorkspace, proxyModels } };
  const source = { uri: `file:///${file}`, grammar: grammarOfPath(file) ?? "python" };
  const report = await engine.analyze({ ...source, text }, context);
  const { edits, notes } = engine.plan(report, chooseFixes(report, { safety: "safe-and-unsafe" }));
  const after = applyEdits(text, edits);
  const rest = await engine.analyze({ ...source, text: after }, context);
  return { text: after, notes, left: rest.findings.map(({ rule, message }) => ({ rule, message })) };
}
