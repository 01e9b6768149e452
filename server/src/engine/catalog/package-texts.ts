import type { StringContext, StringFact } from "../facts/facts.ts";
import { nameOf } from "./string-name.ts";

/** What a string that is more than a name needs the package for: it is installed by it, its command is run, code in the string imports it, its proxy is configured by it, its table of prices is at that address. */
export type PackageText = "requirement" | "command" | "code" | "configuration" | "price-table";

/** Tells strings that need the package from those that only speak of it. */
export function packageText({ value, context }: StringFact): PackageText | undefined {
  if (context.kind === "documentation" || context.kind === "type" || isForReaders(context)) return undefined;
  if (requirement.test(value) || installation.test(value) || (value === "litellm" && isInstalled(context))) return "requirement";
  if (command.test(value) || (value === "litellm" && isRun(context))) return "command";
  if (configuration.test(value)) return "configuration";
  if (priceTable.test(value)) return "price-table";
  return code.test(value) && isExecuted(context) ? "code" : undefined;
}

/** `litellm>=1.0`, `litellm[proxy]` */
const requirement = /^litellm(?:\[[\w,\s-]+\])?(?:\s*(?:[<>=!~]=|[<>]|===|@)\s*\S.*)?$(?<!^litellm)/;

const installation = /^(?:[!%]|sudo |\S*python[\d.]* -m |uv )?(?:pip3?|uv|poetry|pdm|rye|conda|pipx|hatch) (?:install|add)\b[^\n]*\blitellm\b/;

/** The program by itself, or behind what starts programs, with options; a word behind it would be a sentence. */
const command = /^(?:(?:\w+=\S+|nohup|exec|sudo|uvx|(?:uv|poetry|pdm|pipx|rye|hatch) run|\S*python[\d.]* -m) )*litellm --?\w|^(?:uvx|(?:uv|poetry|pdm|pipx) run|\S*python[\d.]* -m) litellm$/;

const code = /(?:^|[\n;])[ \t]*(?:import litellm\b|from litellm(?:\.\w+)* import\b)/;

/** A key of the proxy's `config.yaml` at the end of its line. */
const configuration = /(?:^|\n)[ \t]*(?:- )?litellm_(?:params|settings):[ \t]*(?:\r?\n|$)/;

/** The table in LiteLLM's repository, of any branch (LiteLLM 1.82.6 __init__.py: model_cost_map_url). */
const priceTable = /^https?:\/\/\S*\bBerriAI\/litellm\/\S*\/model_prices_and_context_window\w*\.json$/i;

const isInstalled = (context: StringContext): boolean => context.kind === "list-item" && /^(?:install|add|-U|--upgrade|-q|--quiet|--user|--no-cache-dir)$/.test(context.before ?? "");

function isRun(context: StringContext): boolean {
  switch (context.kind) {
    case "list-item":
      return context.before === undefined ? /^--?\w/.test(context.behind ?? "") : /^(?:-m|which|where|uvx|pipx)$/.test(context.before);
    case "argument":
      return context.index === 0 && starter.test(context.callee);
    case "initial":
    case "assignment":
    case "record-value":
    case "default":
      return /(?:^|[^a-z])(?:cmd|command|executable|bin(?:ary)?)$/i.test(nameOf(context));
    default:
      return false;
  }
}

/** Functions that look a program up or start it. */
const starter = /(?:^|\.)(?:Popen|check_call|check_output|create_subprocess_(?:exec|shell)|which|exec[lv]p?e?|os\.system|spawn(?:Sync)?|execFile(?:Sync)?|execa(?:Sync)?)$|^subprocess\.\w+$/;

const isExecuted = (context: StringContext): boolean => (context.kind === "list-item" ? context.before === "-c" : context.kind === "argument" && /^(?:exec|eval|compile)$/.test(context.callee));

/** What people read says how to install the package: it is changed with what it tells of. */
const isForReaders = (context: StringContext): boolean =>
  context.kind === "argument" &&
  /(?:Error|Exception|Warning)$|(?:^|\.)(?:c?print|s?echo|log|debug|info|warn(?:ing)?|error|critical|exception|fail|skip(?:if|unless)?|markdown|write)$/i.test(context.callee);
