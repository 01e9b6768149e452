import type { Catalog } from "../catalog/catalog.ts";
import { hasAttribute } from "../catalog/exceptions.ts";
import type { Call, FileFacts, Reference } from "../facts/facts.ts";
import type { Try } from "../facts/try-facts.ts";
import { finish, mapped, type Steps } from "../syntax/turns.ts";
import type { Span } from "../text/span.ts";
import { attemptArguments } from "./call-config.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { madeException } from "./made-exceptions.ts";
import { settingsFor } from "./module-settings.ts";
import { argumentNames } from "./named-arguments.ts";
import { plannedRequest } from "./planned-request.ts";
import { type PythonSdk, portkeySdk } from "./python-sdk.ts";
import { requestPlaces } from "./request-places.ts";
import { type HandlerPlan, isForeignClass, isOwnName, planTry } from "./try-plan.ts";

/** What becomes of a place that names an exception, or why it stays. */
export type ExceptionPlan =
  | {
      readonly kind: "rewrite";
      readonly notes: readonly string[];
      /** The calls that raise it, and the other places that have to change with it. */
      readonly together: readonly Span[];
      /** No call that raises it can be seen in the file. */
      readonly isFarFromCalls: boolean;
      apply(edit: FixBuilder): void;
    }
  | { readonly kind: "blocked"; readonly reason: string };

/** The plan of a class that a reference or a handler names, by where it stands; undefined for what is no exception of LiteLLM's, nor caught around its calls. */
export const exceptionPlan = ({ start }: Span, context: PlanContext, sdk: PythonSdk): ExceptionPlan | undefined => plansOf(context, sdk).places.get(start);

/** The classes of `openai` that are caught around calls of LiteLLM's, whose errors inherit from them. */
export const openAiClassesCaught = (context: PlanContext): readonly { readonly span: Span; readonly path: string }[] =>
  plansOf(context, portkeySdk).groups.flatMap(({ classes }) => classes.flatMap(({ span, path }) => (path !== undefined && isOpenAiException(path) ? [{ span, path }] : [])));

/** The plan of a request together with the handlers and checks that name what it raises: it goes with those around it, or not at all. */
export function planWithExceptions(call: Call, context: PlanContext, sdk: PythonSdk = portkeySdk): CallPlan {
  const plan = plannedRequest(call, context, sdk);
  if (plan.kind === "blocked" || context.facts.language !== "python") return plan;
  const { groupsOf, foreign, unplaced } = plansOf(context, sdk);
  const own = groupsOf.get(call) ?? [];
  const obstacle = own.find((group) => group.isAroundCalls && group.obstacle !== undefined)?.obstacle;
  if (obstacle !== undefined) return { kind: "blocked", reasons: [`What catches its errors has to change with it. ${obstacle}`] };
  const linked = own.filter((group) => group.obstacle === undefined).flatMap(({ classes }) => classes);
  const reasons = linked.length > 0 ? [`What handles its errors changes with it: ${sdk.name} raises classes of its own, whose texts are others, after retries of its own`] : [];
  const left = linked.length === 0 ? foreign : unplaced;
  if (left)
    reasons.push(`The file names \`${left.path}\`, which ${sdk === portkeySdk ? "Portkey" : sdk.name} does not raise (\`${sdk === portkeySdk ? "portkey_ai.openai" : "openai"}\` has the classes)`);
  return { ...plan, together: [...plan.together, ...linked.map(({ span }) => span)], reasons: [...plan.reasons, ...reasons] };
}

/** Handlers or checks that are rewritten with the calls that raise what they name, or not at all. */
interface Group {
  readonly classes: readonly NamedClass[];
  readonly calls: readonly Call[];
  /** Its handlers stand around all of these calls. */
  readonly isAroundCalls: boolean;
  readonly obstacle: string | undefined;
}

interface NamedClass {
  readonly span: Span;
  readonly path: string | undefined;
}

interface ExceptionPlans {
  readonly places: ReadonlyMap<number, ExceptionPlan>;
  readonly groups: readonly Group[];
  readonly groupsOf: ReadonlyMap<Call, readonly Group[]>;
  /** The first exception that a caller in the same file may handle, and the first of those that stay as they are. */
  readonly foreign: Reference | undefined;
  readonly unplaced: Reference | undefined;
}

/** Worked out once for all rules that ask. */
const plansOfFiles = new WeakMap<PlanContext, Map<PythonSdk, ExceptionPlans>>();

function plansOf(context: PlanContext, sdk: PythonSdk): ExceptionPlans {
  return plansOfFiles.get(context)?.get(sdk) ?? finish(prepareExceptions(context, sdk));
}

/** Works out what becomes of a file's exceptions, a handler ladder or a class a step. */
export function* prepareExceptions(context: PlanContext, sdk: PythonSdk): Steps<ExceptionPlans> {
  const places = new Map<number, ExceptionPlan>();
  const groups: Group[] = [];
  const requests = context.facts.calls.filter(({ callee }) => context.catalog.isRequest(callee.path));
  const requestAt = new Map(requests.map((call) => [call.span.start, call]));
  // those of `openai`'s own client
  const ofOpenAi = new Set(context.facts.calls.flatMap(({ callee, span }) => (/^openai\.\w+\(\)\./.test(callee.path) ? [span.start] : [])));
  const far: Member[] = [];
  for (const each of context.facts.tries) {
    const calls = each.calls.flatMap(({ start }) => requestAt.get(start) ?? []);
    const callsOpenAi = each.calls.some(({ start }) => ofOpenAi.has(start));
    const member = triedMember(each, calls, callsOpenAi, context, sdk);
    const ownName = member.classes.some((caught) => isOwnName(caught, context.facts));
    if (calls.length > 0 && !ownName) groups.push({ ...groupOf([member], placesOf(calls), places), calls, isAroundCalls: true });
    else if (member.classes.some(({ path }) => path?.startsWith("litellm."))) far.push(member);
    yield;
  }
  const caught = new Set([...groups.flatMap(({ classes }) => classes), ...far.flatMap(({ classes }) => classes)].map(({ span }) => span.start));
  const named = context.facts.references.filter(({ path, span }) => isLiteLlmException(path, context) && !isInstance(path) && !caught.has(span.start));
  yield;
  const members = [...far, ...(yield* mapped(named, (reference) => namedMember(reference, context, sdk)))];
  if (members.length > 0) groups.push({ ...groupOf(members, requestPlaces(context), places), calls: requests, isAroundCalls: false });
  const foreign = context.facts.references.filter(({ path }) => isLiteLlmException(path, context) || (sdk === portkeySdk && isOpenAiException(path)));
  const plans = { places, groups, groupsOf: byCall(groups), foreign: foreign[0], unplaced: foreign.find(({ span }) => places.get(span.start)?.kind !== "rewrite") };
  const bySdk = plansOfFiles.get(context) ?? new Map<PythonSdk, ExceptionPlans>();
  plansOfFiles.set(context, bySdk.set(sdk, plans));
  return plans;
}

function byCall(groups: readonly Group[]): Map<Call, Group[]> {
  const groupsOf = new Map<Call, Group[]>();
  for (const group of groups) {
    for (const call of group.calls) {
      const known = groupsOf.get(call);
      if (known) known.push(group);
      else groupsOf.set(call, [group]);
    }
  }
  return groupsOf;
}

/** A part of a group: a handler ladder, or one class by itself. */
interface Member {
  readonly classes: readonly NamedClass[];
  readonly obstacle: string | undefined;
  readonly writes: readonly HandlerPlan[];
}

/** Gives each place of a group its plan, which is the same for all: everything or nothing. */
function groupOf(members: readonly Member[], callPlaces: readonly Span[], places: Map<number, ExceptionPlan>): Pick<Group, "classes" | "obstacle"> {
  const classes = members.flatMap((member) => member.classes);
  const obstacle = members.map((member) => member.obstacle).find((reason) => reason !== undefined);
  for (const member of members) {
    for (const { span } of member.classes) {
      // The first class of a handler writes the whole of it.
      const written = member.writes.find(({ classes: [first] }) => first?.start === span.start);
      const reason = member.obstacle ?? (obstacle === undefined ? undefined : "Other places of this file that name LiteLLM's exceptions have to change first");
      places.set(
        span.start,
        reason === undefined
          ? {
              kind: "rewrite",
              notes: member.writes.flatMap(({ classes, notes }) => (classes.some(({ start }) => start === span.start) ? notes : [])),
              together: [...classes.flatMap((other) => (other.span.start === span.start ? [] : [other.span])), ...callPlaces],
              isFarFromCalls: callPlaces.length === 0,
              apply: (edit) => written?.apply(edit),
            }
          : { kind: "blocked", reason },
      );
    }
  }
  return { classes, obstacle };
}

function triedMember(tried: Try, calls: readonly Call[], callsOpenAi: boolean, context: PlanContext, sdk: PythonSdk): Member {
  const classes = tried.handlers.flatMap((handler) => handler.classes.filter((caught) => isForeignClass(caught, sdk)));
  const plan = planTry(tried, { hasGatewayTimeout: calls.some((call) => hasGatewayTimeout(call, context)) }, context, sdk);
  if (plan.kind === "blocked") return { classes, obstacle: plan.reason, writes: [] };
  return { classes, obstacle: callObstacle(calls, callsOpenAi, context, sdk), writes: plan.handlers };
}

/** Why what the calls of a body raise is not all raised by Portkey's SDK once they are rewritten. */
function callObstacle(calls: readonly Call[], callsOpenAi: boolean, context: PlanContext, sdk: PythonSdk): string | undefined {
  if (calls.some((call) => plannedRequest(call, context, sdk).kind === "blocked")) return "A call in its `try` stays with LiteLLM: rewrite that first";
  if (sdk !== portkeySdk) return undefined;
  // The SDK's own HTTP path raises the classes of `portkey_ai.api_resources.exceptions` (portkey-ai 2.3.1).
  const posted = calls.find(({ callee }) => context.catalog.request(callee.path)?.route !== undefined);
  if (posted) return `What \`${posted.callee.path}\` becomes raises the classes of \`portkey_ai.api_resources.exceptions\`, which are others than those of \`portkey_ai.openai\``;
  return callsOpenAi ? "The same `try` calls `openai`'s own client: catch both packages' classes there" : undefined;
}

/** Whether the limit of time of a call becomes one that the gateway keeps: an option of the client's, or a part of a config. */
function hasGatewayTimeout(call: Call, context: PlanContext): boolean {
  const { callee } = call;
  const { catalog } = context;
  const settings = settingsFor(call, context).flatMap((setting) => (setting.kind === "argument" ? [setting.argument] : []));
  const isLimit = (name: string | undefined): boolean => name === "timeout" || name === "request_timeout";
  const isOption = catalog.request(callee.path)?.parameters?.some(({ name, to }) => isLimit(name) && to === "request_timeout") === true;
  if (settings.some(isLimit)) return true;
  const names = argumentNames(call);
  return names.some(isLimit) && (isOption || [...settings, ...names].some((name) => attemptArguments.has(name)));
}

/** A class that is tested, listed, handed on: its name takes the other's place. */
function namedMember(reference: Reference, context: PlanContext, sdk: PythonSdk): Member {
  const { span, path } = reference;
  const exception = context.catalog.exceptionClass(path);
  const classes = [{ span, path }];
  const made = reference.role === "call" ? madeException(reference, exception, context, sdk) : undefined;
  const obstacle = made?.kind === "blocked" ? made.reason : nameObstacle(reference, context);
  if (obstacle !== undefined || exception?.portkey === undefined) return { classes, obstacle: obstacle ?? `Nothing like \`${path}\` is raised by ${sdk.name}`, writes: [] };
  const { portkey, note } = exception;
  const isElsewhere = isOwnName(reference, context.facts);
  const write = { classes: [span], notes: note === undefined ? [] : [`\`${path}\`: ${note.replace(/\.$/, "")}`] };
  if (made?.kind === "made")
    return {
      classes,
      obstacle: undefined,
      writes: [{ ...write, notes: [...write.notes, `\`${path}\` that the program makes itself gets an answer without a body, which no server has given`], apply: made.apply }],
    };
  return { classes, obstacle: undefined, writes: [{ ...write, apply: (edit) => isElsewhere || edit.replace(span, `${sdk.errors(edit)}.${portkey}`) }] };
}

function nameObstacle({ path, role, binding, isDirect }: Reference, { facts, catalog }: PlanContext): string | undefined {
  const exception = catalog.exceptionClass(path);
  if (role === "base-class") return "A class of this file inherits from it, and the constructors differ: let it inherit from `Exception` first";
  if (role !== "call" && role !== "value" && role !== "comparison" && role !== "annotation" && role !== "except") return "What is done with the class here has no counterpart";
  if (exception?.only)
    return `In Portkey's SDK \`${path}\` is a \`${exception.portkey}\` whose \`${exception.only.attribute}\` is ${exception.only.values.map((value) => `\`${value}\``).join(" or ")}: look at that here`;
  if (!facts.bindings[binding]?.isCertain && isDirect) return "The name is LiteLLM's class only under some condition";
  const lost = attributesLost.find((name) => isRead(name, facts, catalog)) ?? attributesOf(path, facts).find((name) => exception?.portkey !== undefined && !hasAttribute(exception.portkey, name));
  return lost === undefined ? undefined : `\`${lost}\` is read in this file, which not every error of Portkey's SDK has`;
}

/** What the file reads of errors that are of a class by their type. */
const attributesOf = (path: string, { references }: FileFacts): string[] =>
  references.flatMap((reference) => (reference.path.startsWith(`${path}().`) ? (/^\w+/.exec(reference.path.slice(path.length + 3)) ?? []) : []));

/** What LiteLLM's exceptions alone have, by words that nothing else is called by. */
const attributesLost = ["llm_provider", "litellm_debug_info"];

/** Whether a word stands for more than what exceptions are told that the file makes. */
function isRead(name: string, { anchors, calls }: FileFacts, catalog: Catalog): boolean {
  const told = calls.flatMap(({ callee, arguments: given }) => (catalog.exceptionClass(callee.path) ? given.flatMap(({ keyword, span }) => (keyword === name ? [span.start] : [])) : []));
  return anchors.places(name).some((at) => !told.includes(at));
}

const isLiteLlmException = (path: string, { catalog }: PlanContext): boolean => catalog.symbolOwner(path)?.family === "litellm-exception";

/** An error that a parameter's type tells of, or what is read of one. */
const isInstance = (path: string): boolean => path.includes("()");

const isOpenAiException = (path: string): boolean => /^openai\.(?:\w+\.)*\w+(?:Error|Exception)$/.test(path);

const placesOf = (calls: readonly Call[]): Span[] => calls.map(({ callee }) => callee.span);
