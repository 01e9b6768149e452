import type { Catalog } from "../../catalog/catalog.ts";
import { doubleMember, namedPackage, replacesInTests } from "../../catalog/named-package.ts";
import type { FileFacts, StringFact, TopLevelImport } from "../../facts/facts.ts";
import { isLiteLlm } from "../../facts/litellm-path.ts";
import { adapterName } from "../../rewrite/adapter-imports.ts";
import { planAdapter, planAdapterDouble } from "../../rewrite/adapter-plan.ts";
import type { CallPlan } from "../../rewrite/call-plan.ts";
import { contains, type Span } from "../../text/span.ts";
import { defineRule, type Match, type RuleContext } from "../rule.ts";
import { plannedMatch } from "./planned-match.ts";
import { symbolUses } from "./symbol-uses.ts";

export const liteLlmPatch = defineRule({
  id: "litellm-patch",
  title: "Test double for LiteLLM",
  why: "A test names what it replaces in a string. Once the code calls Portkey, the double replaces nothing: the test fails elsewhere, passes without testing, or calls the gateway.",
  languages: ["python", "typescript"],
  severity: "warning",
  isFineWithLiteLlm: true,
  minutesByHand: 5,

  *detect(context) {
    const { facts, catalog } = context;
    const uses = [...symbolUses(context, "litellm-patch")];
    for (const string of facts.strings) {
      const named = namedPackage(string, facts);
      if (named?.use !== "double" || (named.holder !== undefined && isOwnModule(named.holder, context))) {
        const isTold = uses.some(({ reference }) => string.context.kind === "argument" && contains(string.context.call, reference.span));
        const given = named?.use === "module" || isTold ? undefined : givenOn(string, context);
        if (!given) continue;
        const { path, module, ...told } = given;
        const plans = module ? plansOf(planAdapterDouble(string, path, context, module), context) : [];
        yield plannedMatch({ span: string.span, focus: string.span, ...told }, plans, staysReason(told.symbol, context) ?? nextStep(path, catalog));
        continue;
      }
      const { path, holder } = named;
      const shown = path.endsWith(".") ? `${path}…` : path;
      const match = {
        span: string.span,
        focus: string.span,
        message: `a test replaces \`${shown}\` by its name${holder === undefined ? "" : ` in \`${holder}\``}`,
        symbol: path.endsWith(".") ? null : path,
      };
      yield plannedMatch(match, plansOf(planAdapterDouble(string, path, context), context), nextStep(path, catalog));
    }
    for (const { reference, owner } of uses) {
      const { span, path, taker } = reference;
      const member = doubleMember(owner.rest);
      const message = member === undefined ? `\`${path}\` is given to \`${taker}\`, which replaces a part of it` : `\`${member}\` is an attribute of a test's double for \`${owner.path}\``;
      yield plannedMatch({ span, focus: span, message, symbol: path }, plansOf(planAdapter([reference], context), context), nextStep(owner.path, catalog));
    }
  },
});

/** Only the adapter has the names that tests replace; its reasons are for who has chosen it. */
const plansOf = (adapter: CallPlan, { settings }: RuleContext): readonly CallPlan[] => (settings.strategy === "adapter" ? [adapter] : [{ kind: "blocked", reasons: [] }, adapter]);

/** Whether what is called `litellm` on the way is a module of the project's own, `app/litellm.py`, not LiteLLM's that is reached through another. */
function isOwnModule(holder: string, { uri, workspace }: RuleContext): boolean {
  const module = `${holder}.litellm`;
  // whatever is asked of it, the module is the longest part of the name that is one
  return workspace.modules?.resolve(uri, `${module}.completion`)?.module === module;
}

const wholePackage = "litellm";

/** What a double by a module's own name needs where the folder's calls go to the adapter. */
function staysReason(path: string, { settings, catalog }: RuleContext): string | undefined {
  if (settings.strategy !== "adapter") return undefined;
  if (path === wholePackage) return "The code under test has the adapter's module by another name once it is migrated: replace the adapter's function here, together with that.";
  return adapterName(path, catalog) === undefined ? undefined : "The module has the adapter's function by the same name: nothing to change here once it imports it from there.";
}

/** A name of another module that is LiteLLM's by way of that module: `patch("app.llm.ask")`, `patch.object(llm, "ask")`. */
function givenOn(
  string: StringFact,
  { uri, workspace, facts }: RuleContext,
): (Pick<Match, "message" | "related"> & { readonly symbol: string; readonly path: string; readonly module: Span | undefined }) | undefined {
  const dotted = doubledName(string, facts);
  const resolved = (path: string | undefined) => (path === undefined ? undefined : workspace.modules?.resolve(uri, path)?.end);
  const end = resolved(dotted);
  if (end?.path === undefined || !isLiteLlm(end.path)) return undefined;
  // A part of the module that the other file imports is asked of that file under the module's name.
  const holder = resolved(dotted?.slice(0, dotted.lastIndexOf(".")))?.path;
  const isPart = holder === wholePackage;
  return {
    symbol: isPart ? holder : end.path,
    path: end.path,
    module: isPart && string.context.kind === "argument" ? string.context.first?.span : undefined,
    message: `a test replaces \`${end.path}\`, which \`${dotted}\` stands for`,
    related: end.origins.map((origin) => ({ origin, message: `\`${origin.name}\` leads to LiteLLM` })),
  };
}

/** The dotted name of what a test replaces. */
function doubledName({ value, context, hasHoles }: StringFact, { anchors }: FileFacts): string | undefined {
  if (hasHoles || context.kind !== "argument" || context.keyword !== undefined || !replacesInTests(context.callee)) return undefined;
  if (/^\w+(?:\.\w+)+$/.test(value)) return value;
  const first = context.first?.text;
  if (first === undefined || !/^\w+$/.test(value) || !/^\w+(?:\.\w+)*$/.test(first)) return undefined;
  const imported = [...anchors.imports, ...anchors.guardedImports].find(({ local }) => first === local || first.startsWith(`${local}.`));
  return imported && `${moduleOf(imported)}${first.slice(imported.local.length)}.${value}`;
}

/** What an import takes: `app.llm` of `from app import llm`. */
const moduleOf = ({ module, name }: TopLevelImport): string => (name === undefined ? module : `${module}${module.endsWith(".") ? "" : "."}${name}`);

function nextStep(path: string, catalog: Catalog): string {
  const method = requestMethods[catalog.symbol(path)?.family ?? ""];
  return `Migrate the code under test first, then replace ${method === undefined ? "what the migrated code uses instead" : `\`${method}\` of the client that the migrated code uses`}, and let the double answer with what that gives.`;
}

/** The methods of Portkey's client that take the requests' place. */
const requestMethods: Readonly<Record<string, string>> = { "litellm-completion": "chat.completions.create", "litellm-embedding": "embeddings.create" };
