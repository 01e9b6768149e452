import { type ParseArgsConfig, parseArgs } from "node:util";
import { fileFormats } from "../engine/report/file-formats.ts";
import { rulePatterns, rulesMeantBy } from "../engine/rules/rule-selection.ts";
import { isSlug, type Strategy, strategies } from "../engine/settings.ts";
import { nearest } from "../engine/text/nearest.ts";
import { CannotRun } from "./io.ts";

/** What `scan` and `fix` share: where to look and how. */
export interface CommonOptions {
  /** As given; empty means the working folder. */
  readonly paths: readonly string[];
  readonly stdinPath: string | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly useIgnoreFiles: boolean;
  /** Undefined: all. */
  readonly rules: readonly string[] | undefined;
  readonly strategy: Strategy | undefined;
  readonly slugs: Readonly<Record<string, string>>;
  /** Where the adapter is to be, relative to the working folder. */
  readonly adapterPath: string | undefined;
  /** Where what was found is kept for the next run, relative to the working folder; undefined for the user's folder for such things. */
  readonly cacheFolder: string | undefined;
  readonly useCache: boolean;
}

/** The options of `scan`. */
export interface ScanOptions extends CommonOptions {
  readonly format: Format;
  readonly output: string | undefined;
}

/** The options of `fix`. */
export interface FixOptions extends CommonOptions {
  readonly write: boolean;
  readonly unsafe: boolean;
}

/** The formats of a report. */
export const formats = ["text", ...fileFormats] as const;
/** One of `formats`. */
export type Format = (typeof formats)[number];

const common = {
  "stdin-path": { type: "string" },
  include: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  "no-ignore": { type: "boolean" },
  rule: { type: "string", multiple: true },
  strategy: { type: "string" },
  slug: { type: "string", multiple: true },
  "adapter-path": { type: "string" },
  "cache-dir": { type: "string" },
  "no-cache": { type: "boolean" },
} as const;

/** Reads the arguments after `scan`. */
export function scanOptions(args: readonly string[], ruleIds: readonly string[]): ScanOptions {
  const { values, positionals } = parse(args, { ...common, format: { type: "string" }, output: { type: "string" } });
  return { ...commonOptions(values, positionals, ruleIds), format: values.format === undefined ? "text" : oneOf("--format", values.format, formats), output: values.output };
}

/** Reads the arguments after `fix`. */
export function fixOptions(args: readonly string[], ruleIds: readonly string[]): FixOptions {
  const { values, positionals } = parse(args, { ...common, write: { type: "boolean" }, unsafe: { type: "boolean" } });
  const options = { ...commonOptions(values, positionals, ruleIds), write: values.write ?? false, unsafe: values.unsafe ?? false };
  if (options.write && options.paths.includes("-")) throw new CannotRun("--write cannot change standard input; leave it out to get a diff");
  return options;
}

interface CommonValues {
  readonly "stdin-path"?: string | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly "no-ignore"?: boolean | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly strategy?: string | undefined;
  readonly slug?: readonly string[] | undefined;
  readonly "adapter-path"?: string | undefined;
  readonly "cache-dir"?: string | undefined;
  readonly "no-cache"?: boolean | undefined;
}

function commonOptions(values: CommonValues, paths: readonly string[], ruleIds: readonly string[]): CommonOptions {
  const stdinPath = values["stdin-path"];
  if (paths.includes("-") && stdinPath === undefined) throw new CannotRun("- reads standard input and needs --stdin-path NAME to know the language");
  if (paths.includes("-") && paths.length > 1) throw new CannotRun("- cannot be combined with other paths");
  if (stdinPath !== undefined && !paths.includes("-")) throw new CannotRun("--stdin-path is for standard input; add - as the path");
  return {
    paths,
    stdinPath,
    include: values.include ?? [],
    exclude: values.exclude ?? [],
    useIgnoreFiles: !(values["no-ignore"] ?? false),
    rules: values.rule?.flatMap((list) => list.split(",")).flatMap((name) => rulesMeantBy(oneOf("--rule", name.trim(), rulePatterns(ruleIds)), ruleIds)),
    strategy: values.strategy === undefined ? undefined : oneOf("--strategy", values.strategy, strategies),
    adapterPath: adapterPathOf(values["adapter-path"]),
    cacheFolder: values["cache-dir"],
    useCache: !(values["no-cache"] ?? false),
    slugs: Object.fromEntries((values.slug ?? []).map(slugOf)),
  };
}

/** Reads the arguments after `explain`. */
export function explainOptions(args: readonly string[]): { readonly rule: string | undefined } {
  const { positionals } = parse(args, {});
  if (positionals.length > 1) throw new CannotRun("explain takes one rule id");
  return { rule: positionals[0] };
}

type OptionTable = NonNullable<ParseArgsConfig["options"]>;

/** Reads options by their table; what the table does not know ends in one clear line. */
export function parse<T extends OptionTable>(args: readonly string[], options: T): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CannotRun(usageProblem(error, Object.keys(options)));
  }
}

function usageProblem(error: unknown, known: readonly string[]): string {
  // of the advice that follows node's first sentence, only the part about option-like arguments would help
  const message = error instanceof Error ? (error.message.split(/\.\s|\n/, 1)[0] ?? "") : String(error);
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const meant = nearest(
    unknown,
    known.map((name) => `--${name}`),
  );
  return `unknown option ${unknown}${meant === undefined ? `; there are ${known.map((name) => `--${name}`).join(" ")}` : `; did you mean ${meant}?`}`;
}

/** One of a list of words; another one ends in a line that says which is probably meant. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  const meant = nearest(value, allowed);
  throw new CannotRun(`${option} ${value}: ${meant === undefined ? `must be one of ${allowed.join(", ")}` : `did you mean ${meant}?`}`);
}

function adapterPathOf(path: string | undefined): string | undefined {
  if (path !== undefined && !/\.(?:py|[cm]?[jt]s)$/.test(path))
    throw new CannotRun(`--adapter-path ${path}: must be a Python, TypeScript or JavaScript file, such as app/portkey_adapter.py or src/portkey-adapter.ts`);
  return path;
}

/** Reads `PROVIDER=SLUG`. */
export function slugOf(pair: string): [string, string] {
  const [provider = "", slug = "", ...more] = pair.split("=").map((part) => part.trim());
  const bare = slug.replace(/^@/, "");
  if (provider === "" || more.length > 0 || !isSlug(bare)) throw new CannotRun(`--slug ${pair}: must be PROVIDER=SLUG, such as openai=openai-prod`);
  return [provider, bare];
}
