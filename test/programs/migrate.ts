import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { defaultSettings, type Strategy } from "../../server/src/engine/settings.ts";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { adapterFile } from "../../server/src/engine/workspace/adapter-file.ts";
import { ModuleIndex } from "../../server/src/engine/workspace/module-index.ts";
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
  /** The adapter that it needs, by the name of its file. */
  readonly modules: Readonly<Record<string, string>>;
}

/** Rewrites a program as a person would who accepts every fix, safe and reviewed; `proxyModels` are those of a proxy's configuration in the workspace. */
export async function migrate(text: string, strategy?: Strategy, file = "program.py", proxyModels: Workspace["proxyModels"] = {}): Promise<Migrated> {
  const source = { uri: `file:///${file}`, grammar: grammarOfPath(file) ?? "python" };
  const settings = { ...defaultSettings, providerSlugs: slugs, strategy };
  const modules = strategy === "adapter" || besideAdapter.test(text) ? indexOf(source.uri, text) : undefined;
  const context = { settings, workspace: { ...emptyWorkspace, proxyModels, ...(modules && { modules }) } };
  const report = await engine.analyze({ ...source, text }, context);
  const { edits, notes, adapters } = engine.plan(report, chooseFixes(report, { safety: "safe-and-unsafe" }));
  const after = applyEdits(text, edits);
  modules?.setAdapterUse(source.uri, report.adapterUse);
  const uris = [...new Set(adapters.map(({ uri }) => uri))];
  const written = uris.flatMap((uri) => {
    const adapter = adapterFile({ uri, existing: undefined, needs: adapters, use: modules?.adapterUse(uri) ?? noUse, settings });
    return adapter.kind === "written" ? [{ uri, text: adapter.text }] : [];
  });
  for (const file of [{ uri: source.uri, text: after }, ...written]) modules?.setText(file.uri, file.text);
  const rest = await engine.analyze({ ...source, text: after }, context);
  return { text: after, notes, modules: Object.fromEntries(written.map(({ uri, text }) => [uri.replace(/^.*\//, ""), text])), left: rest.findings.map(({ rule, message }) => ({ rule, message })) };
}

/** What a program says that lies in a project with an adapter, which names its models whatever the strategy. */
const besideAdapter = /^# beside: the adapter$/m;

const noUse = { names: [], prefixes: [], aliases: {}, catchesOpenAiErrors: false };

/** A workspace that holds nothing but a file and, for npm, its package, which is one of ECMAScript modules where the file is. */
function indexOf(uri: string, text: string): ModuleIndex {
  const index = new ModuleIndex(catalog);
  index.addPackage("file:///", uri.endsWith(".mjs"));
  index.setText(uri, text);
  index.allRead();
  return index;
}
