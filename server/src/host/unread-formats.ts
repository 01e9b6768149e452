/** Files that may speak of LiteLLM but that are not read as code. */
interface UnreadFormat {
  /** Matches the whole name of such a file, without its folder. */
  readonly names: string;
  /** What is said of one in which LiteLLM is named. */
  readonly reason: string;
}

const onlyCode = "only code is searched";
const otherLanguage = "only Python, TypeScript and JavaScript are read";

const formats: readonly UnreadFormat[] = [
  { names: String.raw`.*\.vue`, reason: "Vue components are not read yet" },
  { names: String.raw`.*\.svelte`, reason: "Svelte components are not read yet" },
  { names: String.raw`.*\.astro`, reason: "Astro components are not read yet" },
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

const patterns = formats.map(({ names, reason }) => ({ pattern: new RegExp(`^(?:${names})$`, "i"), reason }));

/** Matches the names, without their folders, of all files of these formats. */
export const unreadNames = new RegExp(`^(?!(?:${passedOver})$)(?:${formats.map(({ names }) => names).join("|")})$`, "i");

/** Whether a path is of a format that is only looked through for LiteLLM's name. */
export const isUnreadFormat = (path: string): boolean => unreadNames.test(nameOf(path));

/** What is to be said of a file that is not read as code; undefined where LiteLLM is not named in its bytes, in whatever spelling. Only lines are told, for such files hold secrets. */
export function unreadReason(path: string, bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (!isUnreadFormat(path) || !word.test(text)) return undefined;
  const reason = patterns.find(({ pattern }) => pattern.test(nameOf(path)))?.reason;
  return reason && `${reason}; LiteLLM is named in ${linesWithWord(text)}`;
}

const word = /lite[-_]?llm/i;

/** More lines than these are counted. */
const maxLines = 5;

function linesWithWord(text: string): string {
  const lines = text.split(/\r\n|\n|\r/).flatMap((line, index) => (word.test(line) ? [index + 1] : []));
  const [first, ...others] = lines;
  if (others.length === 0) return `line ${first}`;
  const shown = lines.slice(0, maxLines);
  return lines.length > maxLines ? `lines ${shown.join(", ")} and ${lines.length - maxLines} more` : `lines ${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** The name of a file by its path or URI. */
const nameOf = (path: string): string => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
