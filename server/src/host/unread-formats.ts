import { catalog } from "../engine/catalog/catalog.ts";
import { looksLikeModelByItself } from "../engine/catalog/model-evidence.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { modelSearch } from "./model-search.ts";

/** Files that may speak of LiteLLM but that are not read as code. */
interface UnreadFormat {
  /** Matches the whole name of such a file, without its folder. */
  readonly names: string;
  /** What is said of one of them. */
  readonly reason: string;
  /** Code that could be read: that it is not is said of each, whatever stands in it. */
  readonly isCode?: boolean;
}

/** What is to be said of a file that is not read as code. */
export interface UnreadFile {
  readonly reason: string;
  /** It has nothing but names of models, which are worth a word only where LiteLLM is used: others spell theirs alike. */
  readonly isOnlyModels: boolean;
}

const onlyCode = "only code is searched";
const otherLanguage = "only Python, TypeScript and JavaScript are read";

const formats: readonly UnreadFormat[] = [
  { names: String.raw`.*\.vue`, reason: "Vue components are not read yet", isCode: true },
  { names: String.raw`.*\.svelte`, reason: "Svelte components are not read yet", isCode: true },
  { names: String.raw`.*\.astro`, reason: "Astro components are not read yet", isCode: true },
  // what a package needs, what a container runs, what a process finds in its environment
  { names: String.raw`(?:requirements|constraints).*\.(?:txt|in)`, reason: onlyCode },
  // in a folder of requirements
  { names: String.raw`(?:base|common|core|main|all|dev|development|tests?|testing|prod|production|local|ci|docs|lint|extras?|optional)\.(?:txt|in)`, reason: onlyCode },
  { names: String.raw`.*\.(?:toml|ya?ml|json[c5]?|cfg|ini|conf|properties|env|tf|hcl|nix|sh|bash|zsh|fish|ps1|bat|cmd)`, reason: onlyCode },
  { names: String.raw`\.env(?:rc|[.-].*)?`, reason: onlyCode },
  { names: String.raw`(?:.*\.)?(?:docker|container)file(?:[.-].*)?`, reason: onlyCode },
  { names: "(?:gnu)?makefile|justfile|procfile|pipfile|jenkinsfile|vagrantfile|caddyfile", reason: onlyCode },
  { names: String.raw`.*\.(?:go|rs|java|kts?|scala|rb|php|cs|fs|swift|dart|exs?|clj|c|h|cc|cpp|hpp|lua|r|jl|groovy|pyx)`, reason: otherLanguage },
];

/** Generated from others that are looked at, or the settings of this tool. */
const passedOver = String.raw`package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|portkey-migrate\.json`;

const patterns = formats.map(({ names, ...format }) => ({ ...format, pattern: new RegExp(`^(?:${names})$`, "i") }));

/** Matches the names, without their folders, of all files of these formats. */
export const unreadNames = new RegExp(`^(?!(?:${passedOver})$)(?:${formats.map(({ names }) => names).join("|")})$`, "i");

/** Whether a path is of a format that is only looked through for LiteLLM's name and those of its models. */
export const isUnreadFormat = (path: string): boolean => unreadNames.test(nameOf(path));

/** What is to be said of a file of such a format; undefined where it is of no interest. Only lines are told, for such files hold secrets. */
export function unreadFile(path: string, bytes: Uint8Array): UnreadFile | undefined {
  const name = nameOf(path);
  const format = unreadNames.test(name) ? patterns.find(({ pattern }) => pattern.test(name)) : undefined;
  if (!format) return undefined;
  const text = textOf(bytes);
  const named = word.test(text) ? linesWithWord(text) : [];
  const known = new Set(named);
  const withModels = linesWithModels(text).filter((line) => !known.has(line));
  if (named.length + withModels.length === 0 && !format.isCode) return undefined;
  const parts = [...(named.length > 0 ? [`LiteLLM is named in ${listed(named)}`] : []), ...(withModels.length > 0 ? [`models are named as LiteLLM names them in ${listed(withModels)}`] : [])];
  return { reason: [format.reason, parts.join(", ")].filter((part) => part !== "").join("; "), isOnlyModels: named.length === 0 && !format.isCode };
}

/** A character a byte: names of packages and models are ASCII in whatever spelling a file has but UTF-16. */
function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
  return encoding === undefined ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1") : new TextDecoder(encoding).decode(bytes);
}

const word = /lite[-_]?llm/i;

const linesWithWord = (text: string): number[] => text.split(lineEnd).flatMap((line, index) => (word.test(line) ? [index + 1] : []));

const lineEnd = /\r\n|\n|\r/;

/** What a value may stand behind in data, shell scripts and code: `MODEL=…`, `${MODEL:-…}`, `- …`, `{…`. */
const nextModel = modelSearch(catalog.modelNeedles, new Set([undefined, ...Buffer.from("\"'`=:,([{>- \t\r\n")]));

const nameAt = /[\w.:@/+*#-]+/y;

/** Lines with names that are spelled as LiteLLM's are. */
function linesWithModels(text: string): number[] {
  const buffer = Buffer.from(text, "latin1");
  const places: number[] = [];
  for (let start = nextModel(buffer, 0), end = 0; start >= 0; start = nextModel(buffer, end)) {
    nameAt.lastIndex = start;
    const name = nameAt.exec(text)?.[0] ?? "";
    end = start + Math.max(name.length, 1);
    if (looksLikeModelByItself(name.replace(/[.:,#-]+$/, ""))) places.push(start);
  }
  if (places.length === 0) return [];
  const lines = new LineIndex(text);
  return [...new Set(places.map((place) => lines.position(place).line + 1))];
}

/** More lines than these are counted. */
const maxLines = 5;

function listed(lines: readonly number[]): string {
  const [first, ...others] = lines;
  if (others.length === 0) return `line ${first}`;
  const shown = lines.slice(0, maxLines);
  return lines.length > maxLines ? `lines ${shown.join(", ")} and ${lines.length - maxLines} more` : `lines ${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** The name of a file by its path or URI. */
const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
