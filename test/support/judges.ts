// Asks the languages' own parsers, CPython and TypeScript, whether texts are valid: one process for each, however many texts.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askPython } from "./ask-python.ts";
import type { SnippetLanguage } from "./markdown-fixture.ts";

/** A text to be judged. */
export interface Exhibit {
  readonly language: SnippetLanguage;
  readonly text: string;
}

/** What is wrong with each text, in the order given; undefined where it is valid. Rejects when a judge is not installed. */
export async function judge(exhibits: readonly Exhibit[]): Promise<(string | undefined)[]> {
  const numbered = exhibits.map((exhibit, index) => ({ ...exhibit, index }));
  const python = numbered.filter(({ language }) => language === "py");
  const typescript = numbered.filter(({ language }) => language !== "py");
  const verdicts: (string | undefined)[] = exhibits.map(() => undefined);
  const [ofPython, ofTypescript] = await Promise.all([judgePython(python.map(({ text }) => text)), judgeTypescript(typescript)]);
  python.forEach(({ index }, position) => {
    verdicts[index] = ofPython[position];
  });
  typescript.forEach(({ index }, position) => {
    verdicts[index] = ofTypescript[position];
  });
  return verdicts;
}

// Compiling finds more than parsing: a late `from __future__`, a `return` outside a function.
const pythonProgram = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
def verdict(text):
    try:
        compile(text.encode("utf-8"), "text", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
json.dump([verdict(text) for text in json.load(sys.stdin)], sys.stdout)
`;

/** What judges have against TypeScript before a rewrite or after it, each with the text it was written from. */
export async function complaintsAboutRewrites(rewrites: readonly { readonly from: string; readonly text: string }[]): Promise<readonly string[]> {
  const sides = rewrites.flatMap(({ from, text }) => [from, text].map((each) => ({ from, exhibit: { language: "ts" as const, text: each } })));
  const verdicts = await judge(sides.map(({ exhibit }) => exhibit));
  return sides.flatMap(({ from }, index) => (verdicts[index] === undefined ? [] : [`${verdicts[index]} in\n${from}`]));
}

async function judgePython(texts: readonly string[]): Promise<(string | undefined)[]> {
  if (texts.length === 0) return [];
  const verdicts = await askPython<(string | null)[]>(["-c", pythonProgram], texts);
  return verdicts.map((verdict) => verdict ?? undefined);
}

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
// Types are not looked at, so only syntax is left to complain about.
const compilerOptions = { noEmit: true, noResolve: true, noCheck: true, noLib: true, allowJs: true, jsx: "preserve", target: "esnext", module: "esnext", moduleDetection: "force", types: [] };

async function judgeTypescript(exhibits: readonly Exhibit[]): Promise<(string | undefined)[]> {
  if (exhibits.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), "judge-"));
  try {
    const names = exhibits.map(({ language }, index) => `${index}.${language === "js" ? "jsx" : language}`);
    await Promise.all(exhibits.map(({ text }, index) => writeFile(join(folder, names[index] ?? ""), text)));
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: names }));
    const output = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [compiler, "--project", folder, "--pretty", "false"], { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        if (error && typeof error.code !== "number") reject(new Error(`TypeScript judges the fixtures and could not be started: ${error.message}`));
        else if (stderr !== "") reject(new Error(stderr));
        else resolve(stdout);
      });
    });
    const verdicts = exhibits.map((): string | undefined => undefined);
    for (const line of output.split("\n")) {
      const [, index, message] = /^(\d+)\.\w+(\(.*)$/.exec(line) ?? [];
      if (index !== undefined) verdicts[Number(index)] ??= message;
      // TS2318: without a library there is no global `Array`, which only types would miss.
      else if (/^error (?!TS2318)/.test(line)) throw new Error(line);
    }
    return verdicts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
