// Reads a rule's fixture: `test/fixtures/rules/<rule-id>.md`. The format is described in CONTRIBUTING.md.
import { type Strategy, strategies } from "../../server/src/engine/settings.ts";
import { type MarkdownCode, type MarkdownPart, readMarkdown } from "../../server/tools/markdown.ts";
import { type Marker, readMarkers } from "./markers.ts";

/** A file of cases for one rule. */
export interface Fixture {
  /** The rule whose findings the fixture marks without exception: the file's name. */
  readonly rule: string;
  readonly title: string;
  readonly cases: readonly FixtureCase[];
  /** What is wrong with the file itself, each with its line. */
  readonly problems: readonly string[];
}

/** One heading with its snippets. */
export interface FixtureCase {
  readonly name: string;
  readonly line: number;
  /** Stands above `## Edge cases`, so that the rule's page shows it. */
  readonly isExample: boolean;
  /** The file's settings with the case's own over them, as a user would write them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** LiteLLM proxy configurations that lie in the workspace. */
  readonly proxyConfigs: readonly string[];
  readonly snippets: readonly Snippet[];
}

/** The languages that snippets are written in. */
export type SnippetLanguage = "py" | "ts" | "tsx" | "js";

/** What the engine must say about a snippet: findings and edits, findings without edits, or no finding of the fixture's rule. */
export type SnippetKind = "before" | "unfixed" | "valid";

/** A fenced block and what its info words say of it. */
export interface Snippet {
  readonly kind: SnippetKind;
  readonly language: SnippetLanguage;
  readonly line: number;
  readonly path: string;
  /** The code without its marker lines. */
  readonly text: string;
  readonly markers: readonly Marker[];
  /** The code is not valid on purpose, so no judge is asked. */
  readonly isBroken: boolean;
  /** `> message:` and `> manual:` lines: each must be said by one finding. */
  readonly messages: readonly string[];
  readonly manuals: readonly string[];
  readonly afters: readonly After[];
}

/** The text that a choice of fixes must lead to. */
export interface After {
  readonly line: number;
  /** Only the fixes with this title. */
  readonly title: string | undefined;
  /** Only the fixes of this strategy; otherwise each finding's first fix. */
  readonly strategy: Strategy | undefined;
  readonly isSafeOnly: boolean;
  /** A comment goes away on purpose. */
  readonly losesComments: boolean;
  readonly text: string;
  /** Offset of the code in the fixture, for `UPDATE=1`. */
  readonly start: number;
  readonly end: number;
  /** `> note:` lines: where there is one, they are all the notes of the change. */
  readonly notes: readonly string[];
  /** `> skipped:` lines: the reasons of findings that must wait for another pass. */
  readonly skipped: readonly string[];
}

const languages: readonly string[] = ["py", "ts", "tsx", "js"] satisfies SnippetLanguage[];
const isLanguage = (word: string): word is SnippetLanguage => languages.includes(word);
const assertionPattern = /^> (message|manual|note|skipped): (.+)$/;

/** Reads a fixture; what cannot be read is told in `problems`, never guessed. */
export function readFixture(rule: string, markdown: string): Fixture {
  const page = readMarkdown(markdown);
  const problems: string[] = [];
  const edgeCases = page.sections.findIndex(({ title }) => title === "Edge cases");
  const general = readSettings(page.intro, problems);
  for (const part of page.intro) if (part.kind === "code" && part.language !== "json") problems.push(`line ${part.line}: code before the first case`);
  const cases = page.sections.flatMap((section, index): FixtureCase[] => {
    if (index === edgeCases) return [];
    const snippets = readSnippets(section.parts, problems);
    if (snippets.length === 0) problems.push(`line ${section.line}: the case "${section.title}" holds no code`);
    return [
      {
        name: section.title,
        line: section.line,
        isExample: edgeCases < 0 || index < edgeCases,
        settings: { ...general, ...readSettings(section.parts, problems) },
        proxyConfigs: section.parts.flatMap((part) => (part.kind === "code" && hasWord(part, "proxy-config") ? [part.content] : [])),
        snippets,
      },
    ];
  });
  const names = cases.map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) problems.push(`two cases are named "${name}"`);
  if (page.title !== rule) problems.push(`the first heading must be "# ${rule}"`);
  return { rule, title: page.title, cases, problems };
}

/** A fixture with the code of some `after` blocks replaced by what the engine makes now. */
export function updateFixture(markdown: string, updates: readonly { readonly after: After; readonly text: string }[]): string {
  return [...updates]
    .sort((a, b) => b.after.start - a.after.start)
    .reduce((text, { after, text: code }) => text.slice(0, after.start) + (code.endsWith("\n") || code === "" ? code : `${code}\n`) + text.slice(after.end), markdown);
}

const hasWord = (code: MarkdownCode, word: string): boolean => code.words.some(({ text, isQuoted }) => !isQuoted && text === word);

function readSettings(parts: readonly MarkdownPart[], problems: string[]): Record<string, unknown> {
  let settings: Record<string, unknown> = {};
  for (const part of parts) {
    if (part.kind !== "code" || part.language !== "json") continue;
    try {
      settings = { ...settings, ...JSON.parse(part.content) };
    } catch (error) {
      problems.push(`line ${part.line}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return settings;
}

type Building<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

function readSnippets(parts: readonly MarkdownPart[], problems: string[]): Snippet[] {
  const snippets: Building<Snippet>[] = [];
  let after: Building<After> | undefined;
  for (const part of parts) {
    const snippet = snippets.at(-1);
    if (part.kind === "prose") {
      for (const line of part.text.split("\n")) {
        const [, kind, value = ""] = assertionPattern.exec(line) ?? [];
        if (kind === undefined) continue;
        if (kind === "message" && snippet) snippet.messages.push(value);
        else if (kind === "manual" && snippet) snippet.manuals.push(value);
        else if (kind === "note" && after) after.notes.push(value);
        else if (kind === "skipped" && after) after.skipped.push(value);
        else problems.push(`line ${part.line}: "> ${kind}:" belongs under ${kind === "message" || kind === "manual" ? "a snippet" : "an after block"}`);
      }
      continue;
    }
    const read = readCode(part, snippet, problems);
    if (read === undefined) continue;
    if ("kind" in read) {
      after = undefined;
      snippets.push(read);
    } else {
      after = read;
      snippet?.afters.push(read);
    }
  }
  for (const { kind, afters, line } of snippets) if (kind === "before" && afters.length === 0) problems.push(`line ${line}: a before needs an after; say "unfixed" where nothing is rewritten`);
  return snippets;
}

function readCode(code: MarkdownCode, snippet: Snippet | undefined, problems: string[]): Building<Snippet> | Building<After> | undefined {
  const complain = (problem: string): undefined => {
    problems.push(`line ${code.line}: ${problem}`);
  };
  if (!code.isClosed) return complain("the code block is never closed");
  if (code.language === "text" || (code.language === "json" && hasWord(code, "settings")) || (code.language === "yaml" && hasWord(code, "proxy-config"))) return undefined;
  if (!isLanguage(code.language)) return complain(`"${code.language}" is no language of fixtures; code that only explains is "text"`);
  const [role, ...words] = code.words;
  const options = words.filter(({ isQuoted }) => !isQuoted).map(({ text }) => text);
  const option = (name: string) => options.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  switch (role?.text) {
    case "before":
    case "unfixed":
    case "valid": {
      const unknown = words.find(({ text, isQuoted }) => isQuoted || !(text === "broken" || text.startsWith("path=")));
      if (unknown) return complain(`"${unknown.text}" is not known after "${role.text}"`);
      const { text, markers } = readMarkers(code.content);
      if (role.text === "valid" && markers.length > 0) return complain(`a valid snippet has no markers`);
      const path = option("path") ?? `example.${code.language}`;
      return { kind: role.text, language: code.language, line: code.line, path, text, markers: [...markers], isBroken: options.includes("broken"), messages: [], manuals: [], afters: [] };
    }
    case "after": {
      const unknown = words.find(({ text, isQuoted }) => !(isQuoted || text === "safe" || text === "loses-comments" || text.startsWith("strategy=")));
      if (unknown) return complain(`"${unknown.text}" is not known after "after"`);
      if (snippet?.kind !== "before" || snippet.language !== code.language) return complain(`an after stands under a before of its language`);
      const named = option("strategy");
      const strategy = strategies.find((each) => each === named);
      if (named !== undefined && strategy === undefined) return complain(`"${named}" is no strategy`);
      return {
        line: code.line,
        title: words.find(({ isQuoted }) => isQuoted)?.text,
        strategy,
        isSafeOnly: options.includes("safe"),
        losesComments: options.includes("loses-comments"),
        text: code.content,
        start: code.start,
        end: code.start + code.content.length,
        notes: [],
        skipped: [],
      };
    }
    default:
      return complain(`a code block says before, after, unfixed or valid behind its language`);
  }
}
