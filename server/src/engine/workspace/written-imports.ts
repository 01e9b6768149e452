import type { Language } from "../source-file.ts";

/** What one import statement asks another file for, as it is written. */
export interface WrittenImport {
  /** `.llm`, `app.llm`, `./llm.js`. */
  readonly module: string;
  /** The names taken from it, `*` for all; undefined where the module as a whole is taken. */
  readonly names: readonly string[] | undefined;
  /** A test puts something else in the place of the names, and needs none of them. */
  readonly isDouble?: boolean;
  /** It stands in a function, a `try` or another block: the file is loaded without it. */
  readonly isInner?: boolean;
}

/**
 * Reads the imports of other files off a text without parsing it, so that every file of a workspace can be asked.
 * Of TypeScript's names that are no relative paths, only where a project gives such names.
 * What only looks like an import, in a comment or a string, may be among them: whoever follows one parses the file.
 */
export const writtenImports = (text: string, language: Language, hasNames = false): WrittenImport[] => (language === "python" ? pythonImports(text) : typescriptImports(text, hasNames));

/** More in one file is a table, not a program. */
const maxImports = 2000;

function pythonImports(text: string): WrittenImport[] {
  const imports: WrittenImport[] = [];
  for (let at = text.indexOf("import"); at >= 0 && imports.length < maxImports; at = text.indexOf("import", at + 6)) {
    // A part of a name, as in `from app.imports import x`, is no such word.
    if (/\w/.test(text.charAt(at - 1) + text.charAt(at + 6))) continue;
    const line = text.slice(startOfLine(text, at), at);
    const inner = /^\s|:/.test(line) ? { isInner: true } : {};
    const before = line
      .slice(Math.max(line.lastIndexOf(";"), line.lastIndexOf(":")) + 1)
      .replaceAll("\\", " ")
      .trim();
    if (before !== "" && !before.startsWith("from")) continue;
    if (before === "") {
      const clauses = text.slice(at + 6, endOfStatement(text, at));
      if (/^[ \t]/.test(clauses)) for (const module of namesOf(clauses)) imports.push({ module, names: undefined, ...inner });
      continue;
    }
    // `from . import x` may be written without a blank: `from.import x`.
    const module = /^from\s*(\.*)\s*(\S*)$/.exec(before);
    if (!module || (module[1] === "" && !/^from\s/.test(before))) continue;
    const clauses = text.slice(at + 6, endOfStatement(text, at + 6));
    imports.push({ module: `${module[1]}${module[2]}`, names: namesOf(clauses), ...inner });
  }
  if (text.includes("litellm")) for (const [, module = ""] of text.matchAll(loadedPackage)) imports.push({ module, names: undefined, isInner: true });
  return text.includes("patch") ? [...imports, ...doubledModules(text)] : imports;
}

/** LiteLLM's package as it is loaded where its import takes too long: `import_module("litellm")`. */
const loadedPackage = /\b(?:import_module|importorskip|find_spec|__import__)\(\s*["'](litellm(?:\.\w+)*)["']/g;

/** What tests replace by its name, which loads the module that it is in: `patch("app.llm.ask")` is an import of `app.llm`, and of `app` if that is where `llm` comes from. */
function doubledModules(text: string): WrittenImport[] {
  const names = new Map<string, Set<string>>();
  for (const [, dotted = ""] of text.matchAll(doubledName)) {
    for (let dot = dotted.lastIndexOf("."); dot > 0 && names.size < maxImports; dot = dotted.lastIndexOf(".", dot - 1)) {
      const module = dotted.slice(0, dot);
      const [name = ""] = dotted.slice(dot + 1).split(".", 1);
      names.set(module, (names.get(module) ?? new Set()).add(name));
    }
  }
  return [...names].map(([module, taken]) => ({ module, names: [...taken], isDouble: true }));
}

const doubledName = /\b(?:patch|setattr)\(\s*["']([A-Za-z_]\w*(?:\.\w+)+)["']/g;

/** Where a line starts, with those that it continues. */
function startOfLine(text: string, at: number): number {
  const end = text.lastIndexOf("\n", at - 1);
  return /\\\r?$/.test(text.slice(Math.max(0, end - 2), Math.max(0, end))) ? startOfLine(text, end) : end + 1;
}

/** The end of the names that an import takes: of its line, or of its brackets. */
function endOfStatement(text: string, start: number): number {
  const line = text.indexOf("\n", start);
  const lineEnd = line < 0 ? text.length : line;
  const open = text.indexOf("(", start);
  if (open < 0 || open > lineEnd) {
    const isContinued = /\\\r?$/.test(text.slice(start, lineEnd));
    return isContinued && lineEnd < text.length ? endOfStatement(text, lineEnd + 1) : lineEnd;
  }
  const close = text.indexOf(")", open);
  return close < 0 ? lineEnd : close;
}

/** The names in `a, b as c  # why`, without what they are bound to. */
const namesOf = (clauses: string): string[] =>
  clauses
    .replaceAll(/#[^\n]*/g, "")
    .split(/[,;]/)
    .flatMap((clause) => /[^\s()\\]+/.exec(clause)?.[0] ?? []);

const relativeSpecifier = /["'`](\.{1,2}(?:\/[^"'`\n]*)?)["'`]/g;

/** `from "@/llm"`, `import("#llm")`, `require("llm")`; a colon would be a module of the platform. */
const namedSpecifier = /\b(?:from|import|require)\s*\(?\s*["']([^"'\n:.][^"'\n:]*)["']/g;

function typescriptImports(text: string, hasNames: boolean): WrittenImport[] {
  const modules = new Set<string>();
  for (const pattern of hasNames ? [relativeSpecifier, namedSpecifier] : [relativeSpecifier]) {
    for (const [, module] of text.matchAll(pattern)) if (module !== undefined && modules.size < maxImports) modules.add(module);
  }
  return [...modules].map((module) => ({ module, names: undefined }));
}
