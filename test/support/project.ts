// Several files analyzed together, as the shells do it, and their findings as short lines.
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { FileReport } from "../../server/src/engine/engine.ts";
import { defaultSettings, type Settings } from "../../server/src/engine/settings.ts";
import { grammarOfPath } from "../../server/src/engine/source-file.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";
import { ModuleIndex } from "../../server/src/engine/workspace/module-index.ts";
import { isModulePackage } from "../../server/src/engine/workspace/script-packages.ts";
import { chooseFixes } from "../../server/src/engine/workspace/selection.ts";
import { settle } from "../../server/src/engine/workspace/settle.ts";
import { isProjectFile } from "../../server/src/engine/workspace/typescript-projects.ts";
import { testHost } from "./grammars.ts";

/** Where the files of a project stand. */
export const projectRoot = "file:///space/";

/** Texts by their paths. */
export type ProjectFiles = Readonly<Record<string, string>>;

const engine = createEngine(testHost);

/** A project whose files can change. */
export class TestProject {
  readonly index = new ModuleIndex(catalog);
  readonly reports = new Map<string, FileReport>();
  /** The files that were analyzed, in order, since this was last emptied. */
  readonly analyzed: string[] = [];
  readonly #texts = new Map<string, string>();
  readonly #settings: Settings;

  constructor(settings: Partial<Settings> = {}) {
    this.#settings = { ...defaultSettings, ...settings };
  }

  /** Writes files, or takes them away where the text is undefined, and analyzes what that changes. */
  async write(files: Readonly<Record<string, string | undefined>>): Promise<this> {
    for (const [path, text] of Object.entries(files)) if (isProjectFile(path) && text !== undefined) this.index.projects.set(projectRoot + path, text);
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) {
        this.#texts.delete(path);
        this.reports.delete(path);
        this.index.delete(projectRoot + path);
      } else {
        this.#texts.set(path, text);
        if (path.endsWith("package.json")) this.index.addPackage(projectRoot + path.slice(0, -"package.json".length), isModulePackage(text));
        this.index.setText(projectRoot + path, text);
      }
    }
    this.index.allRead();
    const written = Object.keys(files).map((path) => projectRoot + path);
    await settle(this.index, written, (uri) => this.#analyze(uri));
    return this;
  }

  async #analyze(uri: string): Promise<FileReport | undefined> {
    const path = uri.slice(projectRoot.length);
    const text = this.#texts.get(path);
    const grammar = grammarOfPath(path);
    if (text === undefined || !grammar) return undefined;
    this.analyzed.push(path);
    const report = await (await engine).analyze({ uri, grammar, text }, { settings: this.#settings, workspace: { proxyModels: {}, modules: this.index } });
    this.reports.set(path, report);
    return report;
  }

  /** The text of a file after all its fixes. */
  async fixed(path: string): Promise<string> {
    const report = this.reports.get(path);
    if (!report) throw new Error(`${path} is no file of the project`);
    const { edits } = (await engine).plan(report, chooseFixes(report, { safety: "safe-and-unsafe" }));
    return applyEdits(report.source.text, edits);
  }

  /** The findings of all files, each with the declarations in other files that it is linked with. */
  lines(): string[] {
    return [...this.reports].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([path, report]) => linesOf(path, report));
  }
}

/** `app.py:2 litellm-completion litellm.completion < llm.py:1 completion`. */
function linesOf(path: string, { source, findings }: FileReport): string[] {
  const lines = new LineIndex(source.text);
  return findings.map(({ rule, symbol, span, related }) => {
    const origins = related.flatMap((place) => ("origin" in place ? [` < ${place.origin.uri.slice(projectRoot.length)}:${place.origin.line + 1} ${place.origin.name}`] : []));
    return `${path}:${lines.position(span.start).line + 1} ${rule} ${symbol ?? source.text.slice(span.start, span.end)}${origins.join("")}`;
  });
}
