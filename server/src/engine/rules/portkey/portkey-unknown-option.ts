import { defaultStrategy } from "../../settings.ts";
import { nearest } from "../../text/nearest.ts";
import { contains } from "../../text/span.ts";
import { defineRule, type Fix, type Match, type RuleContext } from "../rule.ts";
import { type GivenOptions, givenOptions, type NamedValue } from "./sdk-calls.ts";

export const portkeyUnknownOption = defineRule({
  id: "portkey-unknown-option",
  title: "Option that Portkey does not have",
  why: "Portkey's SDK makes a header of every option it does not know, and the gateway ignores it: the program runs as if the option were not there.",
  languages: ["python", "typescript"],
  severity: "warning",
  minutesByHand: 3,

  *detect(context) {
    for (const given of givenOptions(context)) {
      const forwarded = forwardedNames(given);
      for (const entry of given.entries) {
        if (context.catalog.portkey.isOption(entry.name, context.facts.language) || forwarded.has(headerName(entry.name)) || isAbort(entry, given, context)) continue;
        yield unknownOption(entry, given, context);
      }
    }
  },
});

/** What does not keep a request from waiting is the matter of `portkey-abort-signal`. */
const isAbort = ({ name }: NamedValue, { use }: GivenOptions, { catalog }: RuleContext): boolean => use.kind === "method" && catalog.portkey.ignores(use.method, name);

function unknownOption(entry: NamedValue, { call }: GivenOptions, context: RuleContext): Match {
  const { catalog, facts } = context;
  const { name, span } = entry;
  const foreign = catalog.portkey.foreignOption(name);
  const meant = foreign === undefined ? nearestOption(name, catalog.portkey.options[facts.language]) : undefined;
  return {
    span,
    focus: span,
    message: `\`${name}\` is no option of Portkey's SDK: it is sent as the header \`${headerOf(name, facts.language)}\``,
    symbol: call.callee.path,
    ...(meant !== undefined && lettersOf(meant) === lettersOf(name) && contains(call.span, span) ? { fixes: [renamed(entry, meant, context)] } : { fixes: [] }),
    // A gateway of one's own may read headers that nobody else knows.
    ...(foreign === undefined && meant === undefined ? { severity: "information" as const } : {}),
    manual: foreign ?? (meant === undefined ? "Take it out, unless your gateway reads that header." : `Write \`${meant}\` if that is meant.`),
  };
}

/** What a name is without the style that it is written in. */
const lettersOf = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** Writes an option in the style of its language: `requestTimeout` for `request_timeout`. */
function renamed({ name, span }: NamedValue, meant: string, { settings, facts }: RuleContext): Fix {
  return {
    title: `Write \`${meant}\``,
    strategy: defaultStrategy(settings, facts.language),
    safety: "unsafe",
    notes: ["The option is heeded from now on; until now the gateway ignored it."],
    apply(edit) {
      const written = edit.textOf(span);
      const start = span.start + (written.startsWith(name) ? 0 : 1);
      // `{ request_timeout }` is the name and the value in one.
      edit.replace({ start, end: start + name.length }, written === name ? `${meant}: ${name}` : meant);
    },
  };
}

/** The option that a mistyped name most likely means, whatever its case. */
function nearestOption(name: string, options: readonly string[]): string | undefined {
  const meant = nearest(
    name,
    options.map((option) => option.toLowerCase()),
  );
  return options.find((option) => option.toLowerCase() === meant);
}

const headerOf = (name: string, language: string): string =>
  `x-portkey-${language === "python" ? name.replaceAll("_", "-") : name.replace("ID", "Id").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Headers for the provider are options too, once `forward_headers` names them. */
function forwardedNames({ entries }: GivenOptions): ReadonlySet<string> {
  const list = entries.find(({ name }) => name === "forward_headers" || name === "forwardHeaders")?.value;
  return new Set(list?.kind === "list" ? list.items.flatMap((item) => (item.kind === "string" ? [headerName(item.value)] : [])) : []);
}

/** A header's name as both spellings of it have it: `X-Custom-Header`, `X_Custom_Header`. */
const headerName = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => `-${letter}`)
    .replace(/[-_]+/g, "-")
    .replace(/^-/, "")
    .toLowerCase();
