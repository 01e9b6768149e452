import type { FileFacts, StringContext, StringFact } from "../facts/facts.ts";
import { catalog } from "./catalog.ts";
import { nameOf } from "./string-name.ts";

/** What a string that names LiteLLM, or something in it, is for. */
export interface NamedPackage {
  /** `double`: a test puts something else in its place; `module`: the package is looked up, or asked for, by its name. */
  readonly use: "double" | "module";
  /** LiteLLM's own path: `litellm.completion`; ends in a dot where the rest is known only at run time. */
  readonly path: string;
  /** The module that the path is reached through: `app.llm` of `app.llm.litellm.completion`. */
  readonly holder: string | undefined;
}

/** Whether a callee, as written, replaces what it is given: `patch`, `mocker.patch.object`, `monkeypatch.setattr`, `jest.mock`. */
export const replacesInTests = (callee: string | undefined): boolean => callee !== undefined && replacers.test(callee);

/** The attribute that only what tests put in the place of a function has, at the start of a path behind it: `.side_effect`. */
export const doubleMember = (rest: string): string | undefined =>
  /^\.((?:side_effect|return_value|called|(?:call|await)_(?:args|count)|(?:mock|method)_calls|reset_mock|assert_(?:any|called|has|not|awaited))\w*)/.exec(rest)?.[1];

const replacers =
  /(?:^|\.)(?:patch(?:\.(?:object|dict|multiple))?|spy|spyOn|doMock|unstable_mockModule|ModuleType)$|(?:^|\.)(?:jest|vi|mock)\.(?:mock|module)$|\w\.(?:setattr|delattr|setitem|delitem)$/;

/** Says what a string names of LiteLLM; undefined where the code around it does not prove that it names the package. */
export function namedPackage(string: StringFact, facts: FileFacts): NamedPackage | undefined {
  const [, holder, path, rest] = dottedName.exec(string.value) ?? [];
  if (path === undefined) return undefined;
  const context = wholeOf(string.context);
  const isPrefix = rest !== undefined || context !== string.context;
  const taker = originalName(takerOf(context), facts);
  if (replacesInTests(taker)) return isLiteLlms(path, holder) ? { use: "double", path: isPrefix ? `${path}.` : path, holder } : undefined;
  if (holder !== undefined || context.kind === "documentation" || context.kind === "type") return undefined;
  // npm's package has no modules behind a dot: that is a name of something else, such as a command.
  if (facts.language === "typescript" && path !== "litellm") return undefined;
  if (isModuleTest(context)) return { use: "module", path, holder };
  if (isPrefix) return loads.test(lastWord(taker ?? "")) ? { use: "module", path: `${path}.`, holder } : undefined;
  if (isLookUp(context, taker)) return { use: "module", path, holder };
  if (context.kind === "list-item" && [context.before, context.behind].some((item) => item !== undefined && noPackage.test(item))) return undefined;
  const isKept = context.kind === "list-item" || context.kind === "initial" || context.kind === "assignment" || context.kind === "default" || context.kind === "record-value";
  if (isKept && path !== "litellm" && catalog.symbol(path) !== undefined && isTest(facts)) return { use: "double", path, holder };
  return isKept && [nameOf(context), ...string.heldBy].some((name) => holdsPackages.test(name)) ? { use: "module", path, holder } : undefined;
}

/** A dotted name, the start of one whose rest is filled in, or a pattern for all that begin so. */
const dottedName = /^(?:([A-Za-z_]\w*(?:\.\w+)*)\.)?(litellm(?:\.[A-Za-z_]\w*)*)(\.(?:\{[^{}]*\}|%s|%\(\w+\)s)?|\\?\.\.?\*)?$/;

/** What stands around a string, or around the text that it is a part of. */
const wholeOf = (context: StringContext): StringContext => (context.kind === "other" && context.whole ? wholeOf(context.whole) : context);

/** Functions that load a module, or look for one, by its whole name. */
const loads = /^(?:import_module|import_string|__import__|find_spec|filterwarnings)$/;

/** Names of constants that hold names of packages. */
const holdsPackages = /package|modules?(?:$|_)|import|requires|requirement|dependenc/i;

/** A name in camel case, which no package of npm has. */
const noPackage = /^[a-z]+[A-Z]\w*$/;

/** A module of the project may be called `litellm` too: behind another module only LiteLLM's own names prove that it is the package. */
function isLiteLlms(path: string, holder: string | undefined): boolean {
  if (holder === undefined || path === "litellm") return true;
  for (let end = path.length; end > "litellm".length; end = path.lastIndexOf(".", end - 1)) if (catalog.symbol(path.slice(0, end))) return true;
  return false;
}

const takerOf = (context: StringContext): string | undefined => (context.kind === "argument" ? context.callee : context.kind === "record-key" ? context.owner : undefined);

/** What takes a string, by the name it has in the module that it is imported from: `patch` of `from unittest.mock import patch as replace`. */
export function originalName(chain: string | undefined, { anchors }: FileFacts): string | undefined {
  const first = chain?.split(".", 1)[0];
  const imported = [...anchors.imports, ...anchors.guardedImports].find(({ local, name, module }) => local === first && (name ?? module) !== local);
  return imported && chain !== undefined && first !== undefined ? (imported.name ?? imported.module) + chain.slice(first.length) : chain;
}

/** Functions that are about packages by what they are called; what is given to them is a package's name. */
const aboutPackages = /package|module|import|requir|install|depend|distribution|spec|version|availab|lazy/i;
/** `requiresBaseUrl` says of what it is given that it requires something else. */
const requiresOther = /^requires?[A-Z](?!\w*(?:[Pp]ackage|[Mm]odule))/;

const lastWord = (chain: string): string => chain.slice(chain.lastIndexOf(".") + 1);

function isLookUp(context: StringContext, taker = ""): boolean {
  switch (context.kind) {
    case "argument":
      if (context.keyword === "module" && loads.test(lastWord(taker))) return true;
      return /\bmodules\.(?:get|pop|setdefault)$/.test(taker) || (context.index === 0 && context.keyword === undefined && aboutPackages.test(lastWord(taker)) && !requiresOther.test(lastWord(taker)));
    case "record-key":
      return /^sys\.modules(?:\.update)?$/.test(taker);
    case "comparison":
      return context.other === "sys.modules";
    default:
      return false;
  }
}

/** `type(error).__module__.startswith("litellm")`, `error.name == "litellm"` of what an import raises. */
const isModuleTest = (context: StringContext): boolean =>
  (context.kind === "argument" && /\.__module__\.\w+$/.test(context.callee)) || (context.kind === "comparison" && /__module__|^(?:e|\w*(?:exc|err|error|exception))\.name$/.test(context.other ?? ""));

/** Whether a file imports what tests are written with. */
export const isTest = ({ anchors }: FileFacts): boolean =>
  [...anchors.imports, ...anchors.guardedImports].some(({ module }) => /^(?:unittest|mock|pytest|pytest_mock|vitest|@jest\/globals)\b/.test(module));
