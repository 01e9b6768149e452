import { adapterRouter, costHelper, librariesOf } from "../adapter/adapter-module.ts";
import type { Binding, FileFacts, ImportFact, Reference, StringFact } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import { shortName } from "../text/short-name.ts";
import { contains, type Span } from "../text/span.ts";
import {
  type AdapterImport,
  adapterImports,
  adapterName,
  aliasImports,
  askedPastHand,
  doubledPath,
  doubleObstacle,
  extendedClass,
  inspectedReason,
  isOfRouter,
  isUse,
  isWritten,
  lastTopImport,
  lookers,
  moveImport,
  routerMemberOf,
  usesPastHand,
} from "./adapter-imports.ts";
import { adapterOf } from "./adapter-of.ts";
import { requestsDeclaredBy } from "./answer-annotation.ts";
import { checksLikeAnswers, checksOfAnswer, isCheck, requestsLike } from "./answer-checks.ts";
import type { AdapterNeed, CallPlan, PlanContext } from "./call-plan.ts";
import { settingsInFile } from "./call-surroundings.ts";
import { callOf } from "./calls-by-callee.ts";
import { connectionTest } from "./connection-test.ts";
import { doublesAround } from "./doubles-around.ts";
import { callerOutside, callerReason, frameworkBeside, isReplacedRequest, raiserOutside } from "./frameworks-beside.ts";
import { importNotes } from "./imports.ts";
import { planNpmAdapter, planNpmImport } from "./npm-adapter.ts";
import { type CostRead, costReason, ownFields, writeCostReads } from "./own-fields.ts";
import { hasOwnProvider } from "./own-providers.ts";
import { ownServer } from "./own-server.ts";
import { goesPast, pastStandIn } from "./past-stand-in.ts";
import { requestPlaces } from "./request-places.ts";
import { routerElsewhere } from "./routers-elsewhere.ts";

/** Plans that a use of LiteLLM, with others inside it, becomes one of the project's adapter. */
export function planAdapter(references: readonly Reference[], context: PlanContext): CallPlan {
  if (context.facts.language === "typescript") return planNpmAdapter(references, context);
  const place = adapterOf(context);
  if (!place) return { kind: "blocked", reasons: [] };
  if (place.kind === "unclear") return { kind: "blocked", reasons: [place.reason] };
  const plans = references.map((reference) => planReference(reference, context));
  const reasons = plans.flatMap((plan) => (plan.kind === "blocked" ? plan.reasons : []));
  if (reasons.length > 0) return { kind: "blocked", reasons: [...new Set(reasons)] };
  const changes = plans.flatMap((plan) => (plan.kind === "change" ? [plan] : []));
  const followed = changes.flatMap(({ how }) => (how.kind === "given" ? [how.movesIn] : []));
  const [follows] = followed;
  if (followed.length > 0 && followed.length < changes.length) return { kind: "blocked", reasons: ["A part of it is given by another file"] };
  const double = references.map(doubledPath).find((path) => path !== undefined);
  const inside = (span: Span): boolean => references.some((reference) => contains(reference.span, span));
  return {
    kind: "rewrite",
    title: follows === undefined ? `Use the project's adapter (\`${place.module}\`)` : `Leave it to \`${shortName(follows)}\`, which gives the adapter's (\`${place.module}\`)`,
    strategy: "adapter",
    reasons: [...new Set(changes.flatMap((change) => change.reasons))],
    notes: changes.flatMap(({ how }) => unreadNote(how)),
    together: changes.flatMap(({ together }) => together).filter((span) => !inside(span)),
    follows,
    ...(follows === undefined && references.some(({ path }) => adapterName(path, context.catalog) === "Router") && { beside: routerElsewhere(context)?.movesIn }),
    ...(changes.every(({ how }) => how.kind === "replaced") && { standsAlone: true as const }),
    ...needOf(
      place,
      references.flatMap((reference) => [doubledPath(reference) ?? reference.path, ...(reference.path === "litellm" && reference.role === "value" ? pathsPastHand(context) : [])]),
      context,
      changes.some(({ costs }) => costs !== undefined) ? [costHelper] : [],
    ),
    ...(double === undefined ? {} : { doubleOf: double }),
    // Where the answers come from another file, the check waits for all.
    ...(references.some((reference) => isCheck(reference, context) && requestsLike(reference, context).length === 0) && { needsMigratedCalls: true }),
    apply(edit) {
      for (const { reference, how, costs = [] } of changes) {
        if (how.kind !== "none" && how.kind !== "given") writeCostReads(costs, reference, how, place.importedAs, edit);
        for (const { at, name } of fieldsByPlace(reference, context) ?? []) edit.insert(at, `${name}=`);
        if (how.kind === "moved") moveImport(how, place.importedAs, edit);
        if (how.kind === "aliased") {
          aliasImports(how, place.importedAs, edit);
          const name = adapterName(reference.path, context.catalog);
          const written = { start: reference.root.end, end: symbolSpan(reference, context).end };
          if (name !== undefined && edit.textOf(written) !== `.${name}`) edit.replace(written, `.${name}`);
        }
        if (how.kind === "replaced")
          edit.replace(symbolSpan(reference, context), [edit.adapterModule(how.after, place.importedAs), adapterName(reference.path, context.catalog)].filter(Boolean).join("."));
      }
    },
  };
}

/** Plans that an import of LiteLLM becomes one of the project's adapter, with all that is read of it. */
export function planAdapterImport(fact: ImportFact, context: PlanContext): CallPlan {
  if (context.facts.language === "typescript") return planNpmImport(fact, context);
  const place = adapterOf(context);
  if (place?.kind !== "place") return { kind: "blocked", reasons: [] };
  const { facts, catalog } = context;
  const imports = adapterImports(facts, catalog);
  const bindings = fact.names.flatMap(({ binding }) => (binding === undefined ? [] : (facts.bindings[binding] ?? [])));
  const hows = bindings.map(({ id }) => imports.get(id));
  const isRead = (read: Span): boolean => facts.references.some(({ root }) => root.start === read.start);
  const isLeft =
    bindings.length === 0 ||
    bindings.length < fact.clauses.length ||
    bindings.some(({ id, reads }) => {
      const how = imports.get(id);
      return how === undefined || how.kind === "blocked" || (how.kind === "replaced" && (how.isGuarded || !reads.every(isRead)));
    });
  if (isLeft || (bindings.every(({ reads }) => reads.length === 0) && isBesideAdapter(fact, place.importedAs, facts))) return { kind: "blocked", reasons: [] };
  return {
    kind: "rewrite",
    title: `Import from the project's adapter (\`${place.module}\`)`,
    strategy: "adapter",
    reasons: ["Code that still uses LiteLLM has other objects of these names"],
    notes: [...new Set([...hows.flatMap(unreadNote), ...importNotes(fact, facts).map((note) => note.replace(/\.$/, ""))])],
    together: facts.references.filter((reference) => isUse(reference) && bindings.some(({ id }) => id === reference.binding)).map(({ span }) => span),
    ...needOf(place, [...fact.names.map(({ path }) => path), ...(isHandedOn(bindings, context) ? pathsPastHand(context) : [])], context),
    apply(edit) {
      for (const how of hows) {
        if (how?.kind === "moved") moveImport(how, place.importedAs, edit);
        if (how?.kind === "aliased") aliasImports(how, place.importedAs, edit);
      }
    },
  };
}

/** Whether the block of an import holds the adapter's too, by an earlier fix. */
const isBesideAdapter = ({ block }: ImportFact, importedAs: string, { anchors }: FileFacts): boolean => {
  const name = importedAs.slice(importedAs.lastIndexOf(".") + 1);
  return block !== undefined && anchors.places(name).some((start) => contains(block, { start, end: start + name.length }));
};

/** Plans that a test replaces a name of the project's adapter, where it has named LiteLLM's in a string, of which a `module` may stand beside it. */
export function planAdapterDouble(string: StringFact, path: string, context: PlanContext, module?: Span): CallPlan {
  const place = adapterOf(context);
  const held = module && { span: module, after: lastTopImport(context.facts) };
  const owner = context.catalog.symbolOwner(path);
  const name = adapterName(path, context.catalog);
  if (context.facts.language !== "python" || place?.kind !== "place" || !owner || !string.isPlain || string.hasHoles) return { kind: "blocked", reasons: [] };
  if (name === undefined) return { kind: "blocked", reasons: [`The adapter has no \`${owner.name}\``] };
  const caller = frameworkBeside(context);
  if (caller !== undefined) return blocked(callerReason(caller));
  if (held && !held.after) return blocked("There is no import that the adapter's could stand beside");
  return {
    kind: "rewrite",
    title: `Replace it in the project's adapter (\`${place.module}\`)`,
    strategy: "adapter",
    reasons: ["The test replaces it for code that calls the adapter, and no longer for code that still calls LiteLLM"],
    notes: [],
    together: [],
    doubleOf: path,
    ...needOf(place, [path], context),
    apply: (edit) => (held?.after ? edit.replace(held.span, edit.adapterModule(held.after, place.importedAs)) : edit.replace(string.content, `${place.module}.${name}${owner.rest}`)),
  };
}

/** What is asked of the module where the file hands it on. */
const pathsPastHand = ({ facts }: PlanContext): readonly string[] => usesPastHand(facts).map(({ path }) => path);

/** Whether a file hands on the module that an import binds. */
const isHandedOn = (bindings: readonly Binding[], { facts }: PlanContext): boolean =>
  facts.references.some(({ path, role, binding }) => path === "litellm" && role === "value" && bindings.some(({ id }) => id === binding));

/** What goes with a name that moves. */
const unreadNote = (how: Way | undefined): readonly string[] =>
  how?.kind === "moved" && how.unread.length > 0 ? [`Nothing in this file reads ${how.unread.map(({ binding }) => `\`${binding.name}\``).join(", ")}, but another file may`] : [];

/** What paths of LiteLLM need of the adapter, and which packages it then needs of the project. */
function needOf(
  { uri }: { readonly uri: string },
  paths: readonly (string | undefined)[],
  { catalog }: PlanContext,
  helpers: readonly string[] = [],
): { readonly adapter: AdapterNeed; readonly libraries?: readonly string[] } {
  const names = [...helpers, ...paths.flatMap((path) => (path === undefined ? [] : (adapterName(path, catalog) ?? [])))];
  const chosen = [...new Set(names.filter((name) => librariesOf(name).length > 0))];
  if (chosen.length === 0) return { adapter: { uri, needs: "names" } };
  return { adapter: { uri, needs: "names", chosen }, libraries: [...new Set(chosen.flatMap((name) => librariesOf(name)))] };
}

/** How a use comes to the adapter: by its import, with another use of this file, or with the file that gives it. */
type Way = AdapterImport | { readonly kind: "none" } | { readonly kind: "given"; readonly movesIn: string };

/** What becomes of one use. */
type ReferencePlan =
  | { readonly kind: "change"; readonly reference: Reference; readonly how: Way; readonly reasons: readonly string[]; readonly together: readonly Span[]; readonly costs?: readonly CostRead[] }
  | { readonly kind: "blocked"; readonly reasons: readonly string[] };

function planReference(reference: Reference, context: PlanContext): ReferencePlan {
  const { facts, catalog } = context;
  const name = adapterName(reference.path, catalog);
  const member = routerMemberOf(reference.path, catalog);
  if (name === undefined && member !== undefined) return blocked(`The adapter's Router has no \`${member}\``);
  if (name === undefined && reference.path !== "litellm") return blocked(`The adapter has no \`${catalog.symbolOwner(reference.path)?.name ?? reference.path}\``);
  if (reference.role === "delete") return blocked("The name is deleted");
  const asked = reference.path === "litellm" && reference.role === "value" ? askedPastHand(facts, catalog) : undefined;
  if (asked) return blocked(`What takes the module from here asks it for \`${asked.path}\`, which the adapter has not`);
  const inspected = inspectedReason([reference]);
  if (inspected !== undefined) return blocked(inspected);
  const extended = extendedClass(reference, facts, catalog);
  if (extended !== undefined) return blocked(`A class of this file extends \`${extended}\`, which is given LiteLLM's own objects`);
  if (fieldsByPlace(reference, context) === undefined) return blocked(`\`${name}\` of the adapter takes its fields by their names, and which are meant here is not known`);
  const obstacle = name === "Router" ? routerObstacle(reference, context) : doubleObstacle(reference, catalog);
  if (obstacle !== undefined) return blocked(obstacle);
  if (asksOwnProvider(reference, context)) return blocked("A provider of the program's own is registered with LiteLLM in this file (`litellm.custom_provider_map`), which only LiteLLM's calls reach");
  const call = reference.role === "call" && catalog.isRequest(reference.path) ? callOf(reference.span, facts) : undefined;
  const tested = call && connectionTest(call);
  if (tested !== undefined) return blocked(tested);
  const server = call && ownServer(call, context);
  if (server?.obstacle !== undefined) return blocked(server.obstacle);
  const own = call && ownFields(call, facts, catalog);
  if (own?.kind === "other") return blocked(`Its answer is read for \`${own.name}\`, which the adapter's answers have not`);
  const raiser = raiserOutside(reference, context);
  if (raiser !== undefined) return blocked(`\`${raiser}\`, which this file works with, calls LiteLLM by itself and goes on raising LiteLLM's classes`);
  const caller = callerOutside(reference, context);
  if (caller !== undefined) return blocked(callerReason(caller));
  const costs = own?.kind === "costs" ? own : undefined;
  const reasons = [...reasonsFor(reference, context), ...(server?.reason === undefined ? [] : [server.reason]), ...(costs ? [costReason, ...libraryReasonsOf(costHelper)] : [])];
  const neighbors = neighborsInTry(reference, context);
  if (neighbors.kind === "blocked") return neighbors;
  const checks = checksOfAnswer(reference, context);
  const isLeft = (check: Reference): boolean => planReference(check, context).kind === "blocked";
  const alike = checksLikeAnswers(reference, context);
  const left = checks.find(isLeft) ?? alike.find(isLeft);
  if (left) return blocked(`${checks.includes(left) ? "The answer is" : "Answers are"} checked for LiteLLM's \`${left.path.slice(left.path.lastIndexOf(".") + 1)}\`, which stays as it is`);
  const around = {
    together: [
      ...(costs?.together ?? []),
      ...requestsDeclaredBy(reference, context),
      ...neighbors.together,
      ...doublesAround(reference, facts),
      ...[...checks, ...alike].map(({ span }) => span),
      ...(isCheck(reference, context) ? requestsLike(reference, context) : []),
      // Of a setting that moves, requests that stay LiteLLM's would know nothing.
      ...(reference.role === "write" ? requestPlaces(context) : []),
    ],
  };
  if (costs && !isWritten(reference, facts)) return blocked("What its answer has cost is read here, and the adapter's function for that cannot be named");
  const given = facts.given.find(({ span }) => span.start === reference.span.start && span.end === reference.span.end);
  if (given) {
    const past = reference.isDirect && given.movesIn !== undefined ? undefined : pastStandIn(reference, context);
    if (past) return { kind: "change", reference, how: past, reasons: [goesPast(reference, context), ...reasons], together: around.together };
    if (!reference.isDirect || given.movesIn === undefined) return blocked("The file that gives it cannot take it from the adapter");
    return {
      kind: "change",
      reference,
      how: { kind: "given", movesIn: given.movesIn },
      reasons: [`Nothing changes here: \`${shortName(given.movesIn)}\` gives the adapter's instead of LiteLLM's`, ...reasons],
      together: around.together,
    };
  }
  if (!isWritten(reference, facts)) {
    // What is called here comes from a place of this file that hands the function on, and changes with that.
    const isMade = reference.path === madeRouter || isOfRouter(reference.path, catalog);
    const sources = facts.references.filter(
      (other) => other !== reference && (other.role !== "call" || isMade) && isWritten(other, facts) && (other.path === "litellm" || adapterName(other.path, catalog) === name),
    );
    const past = pastStandIn(reference, context);
    if (past) return { kind: "change", reference, how: past, reasons: [goesPast(reference, context), ...reasons], together: around.together };
    if (sources.length === 0) return blocked("What it stands for is taken from LiteLLM in a way that cannot be followed");
    return { kind: "change", reference, how: { kind: "none" }, reasons, together: [...sources.map(({ span }) => span), ...around.together] };
  }
  const how = adapterImports(facts, catalog).get(reference.binding);
  if (how === undefined || how.kind === "blocked") return blocked(how?.reason ?? "Where the name comes from is not known");
  if (reference.path === "litellm" && reference.taker !== undefined && lookers.has(reference.taker)) return blocked("What is looked for in the module itself cannot be seen");
  if (how.kind === "replaced" && how.isGuarded)
    reasons.push(
      how.isInside
        ? "The adapter is imported beside LiteLLM, by the same `try`: without `portkey_ai` the program goes the way that it goes without LiteLLM"
        : "The adapter is imported where the file begins, whatever guards the import of LiteLLM: the module cannot be loaded without `portkey_ai` then",
    );
  const bound = how.kind === "moved" ? [how, ...how.others].flatMap(({ moved }) => moved.map(({ binding }) => binding.id)) : how.kind === "aliased" ? [how.binding.id] : [];
  const others = facts.references.filter((other) => other.binding !== undefined && bound.includes(other.binding) && other !== reference && isUse(other));
  return { kind: "change", reference, how, reasons, together: [...others.map(({ span }) => span), ...around.together], ...(costs && { costs: costs.reads }) };
}

/** An instance of LiteLLM's Router, which another name holds. */
const madeRouter = "litellm.Router()";

/** What of the Router's uses the adapter's has not; the Router and its uses move together or not at all. */
function routerObstacle({ span }: Reference, context: PlanContext): string | undefined {
  const { facts, catalog } = context;
  const elsewhere = routerElsewhere(context);
  if (elsewhere && elsewhere.movesIn === undefined) return `\`${elsewhere.module}\`, which this file works with, keeps LiteLLM's Router, and what is given between the two has to be the same`;
  const asked = facts.references.find(({ path }) => isOfRouter(path, catalog) && !path.replace("Router()", "").includes("()") && adapterName(path, catalog) === undefined);
  if (asked) return `The adapter's Router has no \`${routerMemberOf(asked.path, catalog)}\``;
  const made = facts.calls.find(({ callee }) => callee.span.start === span.start && callee.span.end === span.end && !isOfRouter(callee.path, catalog));
  const unknown = made?.arguments.find(({ keyword }) => keyword !== undefined && !adapterRouter.arguments.has(keyword) && !catalog.droppedRouterArguments.includes(keyword));
  return unknown && `The adapter's Router takes no \`${unknown.keyword}\``;
}

const blocked = (reason: string): ReferencePlan & { readonly kind: "blocked" } => ({ kind: "blocked", reasons: [reason] });

/** The part of a chain that names the symbol. */
function symbolSpan({ path, span }: Reference, { catalog }: PlanContext): Span {
  return { start: span.start, end: span.end - (catalog.symbolOwner(path)?.rest.length ?? 0) };
}

/** The fields that an answer or a part of one is given by place, which the adapter's classes take by name; undefined where one cannot be named. */
function fieldsByPlace({ path, role, span }: Reference, { facts, catalog }: PlanContext): readonly { readonly at: number; readonly name: string }[] | undefined {
  const owner = catalog.symbolOwner(path);
  const call = role === "call" && owner?.family === "litellm-type" && owner.kind === "class" && owner.rest === "" ? callOf(span, facts) : undefined;
  // Of `*fields` one cannot be told how many they are; `**fields` have their names.
  const given = call?.arguments.filter(({ kind, span, value }) => kind === "positional" || (kind === "splat" && value.span.start === span.start + 1)) ?? [];
  const names = catalog.symbol(path)?.parameters ?? [];
  if (given.length > names.length || given.some(({ kind }) => kind === "splat")) return undefined;
  return given.map(({ span: { start: at } }, index) => ({ at, name: names[index] ?? "" }));
}

/** Whether a request, or a Router, may be for a provider that the file has given to LiteLLM itself. */
function asksOwnProvider(reference: Reference, context: PlanContext): boolean {
  const owner = context.catalog.symbolOwner(reference.path);
  if (!owner || !(context.catalog.isRequest(owner.path) || owner.name === "litellm.Router")) return false;
  const call = reference.role === "call" ? callOf(reference.span, context.facts) : undefined;
  const isNamed = owner.name !== "litellm.Router" && call?.arguments.some(({ keyword, value }) => keyword === "model" && value.kind === "string") === true;
  return !isNamed && hasOwnProvider(context.facts);
}

/** A handler meets what the calls in its `try` raise only where both are LiteLLM's or both the adapter's. */
function neighborsInTry(reference: Reference, { facts, catalog }: PlanContext): { readonly kind: "together"; readonly together: readonly Span[] } | (ReferencePlan & { readonly kind: "blocked" }) {
  if (catalog.symbolOwner(reference.path)?.family === "litellm-exception") {
    const kept = facts.calls.find((call) => call.handlers.some(({ span }) => contains(span, reference.span)) && catalog.isRequest(call.callee.path) && connectionTest(call) !== undefined);
    if (kept) return blocked(`\`${kept.callee.path}\` in the same \`try\` stays LiteLLM's`);
  }
  if (reference.role === "except") {
    const guarded = facts.calls.filter(({ callee, handlers }) => isLiteLlm(callee.path) && isUse(callee) && handlers.some(({ span }) => contains(span, reference.span)));
    const requests = guarded.filter(({ callee }) => catalog.isRequest(callee.path));
    // Beside a request, its errors are what the handler is for.
    const calls = requests.length > 0 ? requests : guarded;
    const other = calls.find(({ callee }) => adapterName(callee.path, catalog) === undefined);
    return other ? blocked(`\`${other.callee.path}\` in the same \`try\` stays LiteLLM's`) : { kind: "together", together: calls.map(({ callee }) => callee.span) };
  }
  const call = reference.role === "call" ? callOf(reference.span, facts) : undefined;
  const together = facts.references.filter(
    ({ role, path, span }) =>
      role === "except" && adapterName(path, catalog) !== undefined && call?.handlers.some((handler) => contains(handler.span, span)) === true && catalog.isRequest(reference.path),
  );
  return { kind: "together", together: together.map(({ span }) => span) };
}

/** What changes with a package that takes the place of a table of LiteLLM's (genai-prices 0.2.3, tiktoken 0.14.0). */
const libraryReasons: Readonly<Record<string, string>> = {
  tiktoken:
    "Tokens are counted by `tiktoken`, which the project has to install: it fetches vocabularies from OpenAI's server the first time, where LiteLLM brings them along; images, tools and models with a tokenizer of their own raise an error",
  "genai-prices": "Prices are those of `genai-prices`, which the project has to install: they are not LiteLLM's, and a limit on spending that depends on them is reached earlier or later",
};

const libraryReasonsOf = (name: string): string[] => librariesOf(name).map((library) => libraryReasons[library] ?? `It needs the package \`${library}\``);

/** Whether other files take a Router that this one makes. */
function isRouterTaken({ uri, facts: { exports }, workspace: { modules } }: PlanContext): boolean {
  const given = Object.entries(exports?.paths ?? {}).filter(([, path]) => path === madeRouter);
  return given.some(([way]) => modules?.takenFrom(uri).has(/^\.(\w+)/.exec(way)?.[1] ?? "") === true);
}

/** Why a person has to look at the change. */
function reasonsFor(reference: Reference, context: PlanContext): string[] {
  const { facts, catalog } = context;
  const owner = catalog.symbolOwner(reference.path);
  if (owner?.name === "litellm.Router")
    return [
      "The adapter's Router makes a config of its models at run time: the gateway chooses among them by weight alone, leaves none alone because others failed there, and a provider's keys and addresses are those of its one slug, unless a model is named `@slug/model`",
      ...(isRouterTaken(context) ? ["Other files ask this Router: they move with it, and what the adapter's Router does not have fails there"] : []),
    ];
  if (reference.path === "litellm") return ["What stands for LiteLLM here stands for the adapter's module now, which has only what the project uses of it"];
  if (owner && catalog.isRequest(owner.path)) {
    const call = reference.role === "call" ? callOf(reference.span, facts) : undefined;
    const missed = call?.handlers.flatMap(({ types }) => types).find((type) => type?.startsWith("litellm.") && adapterName(type, catalog) === undefined);
    const looker = facts.references.find(({ path, taker = "" }) => path === "litellm" && lookers.has(taker))?.taker;
    const staying = settingsInFile(context).filter((path) => adapterName(path, catalog) === undefined);
    return [
      "The adapter translates arguments, names of models, answers and errors at run time, and raises an error for what it does not know",
      ...staying.map((path) => `\`${path}\` in this file is LiteLLM's, without an effect on the adapter's calls`),
      ...(looker === undefined ? [] : [`\`${looker}\` in this file goes on looking into LiteLLM: a class of errors that it finds there is none that the adapter raises`]),
      ...(isReplacedRequest(reference, catalog) ? [`\`${reference.path}\` is replaced for calls by way of the adapter alone: a package that calls LiteLLM by itself meets LiteLLM's own`] : []),
      ...(missed === undefined ? [] : [`\`except ${missed}\` around the call is a class that the adapter does not raise`]),
    ];
  }
  if (owner?.family === "litellm-exception") return ["The adapter's calls raise the adapter's classes; code that still calls LiteLLM raises LiteLLM's"];
  const libraries = librariesOf(adapterName(reference.path, catalog) ?? "");
  if (libraries.length > 0) return libraryReasonsOf(adapterName(reference.path, catalog) ?? "");
  if (reference.role === "write") return [`\`${reference.path}\` holds for calls by way of the adapter alone`];
  return [`Code that still uses LiteLLM has another \`${reference.path}\``];
}
