import type { Binding, Call, Expression } from "../facts/facts.ts";
import { contains, type Span } from "../text/span.ts";
import type { CallPlan, PlanContext, Remarks } from "./call-plan.ts";
import { clientObstacle } from "./client.ts";
import { constantName } from "./config-name.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { commentsIn } from "./list.ts";
import { describeValue, type NamedModel, type NoModel, nameModel } from "./model-argument.ts";
import { isFixedConfig } from "./portkey-config.ts";
import { type OwnSender, planRequest } from "./request-call.ts";
import { type RouterConfig, routerConfig } from "./router-config.ts";
import { type ReadRouter, readRouter, routersByHolder } from "./router-reading.ts";

const routerMethod = "litellm.Router().";

/** A Router that a name of the file holds, with the requests that are sent by it. */
interface HeldRouter {
  readonly construction: Call;
  readonly holder: Binding;
  readonly router: ReadRouter;
  readonly requests: readonly Call[];
}

/** Plans the rewrite of a Router's construction to that of a Portkey client with a config, together with all of its requests. */
export function planRouter(call: Call, context: PlanContext): CallPlan {
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const held = heldRouter(call, context);
  const router = held?.router ?? readRouter(call, context.facts);
  const { config } = routerConfig(router, requestedArguments(held), context, remarks);
  for (const obstacle of holderObstacles(held, context)) remarks.blocked.add(obstacle);
  const obstacle = clientObstacle(context.facts, call);
  if (obstacle !== undefined) remarks.blocked.add(obstacle);
  if (remarks.blocked.size > 0 || !held) return { kind: "blocked", reasons: [...remarks.blocked] };
  const { holder, requests } = held;
  if (holder.place === "module" || holder.kind === "member") remarks.reasons.add(`Other code may read \`${holder.name}\`, which is a Portkey client from now on`);
  return {
    kind: "rewrite",
    title: "Replace the Router with a Portkey client and its config",
    strategy: "portkey-sdk",
    reasons: [...remarks.reasons],
    notes: [...remarks.notes],
    together: requests.map(({ span }) => span),
    apply(edit) {
      const value = isFixedConfig(config) ? edit.constant(constantName(holder.name), config) : edit.config(config, call.span.start);
      const made = (kind: "portkey" | "async-portkey"): string => edit.newClient(kind, [`config=${value}`]);
      const kinds = clientKinds(requests, context);
      const [declared = call.span] = holder.declarations;
      const statement = { start: declared.start, end: call.span.end };
      edit.addComments(
        statement,
        [router.listStatement, call.span].flatMap((span) => (span ? commentsIn(edit.textOf(span)) : [])),
      );
      if (router.listStatement) edit.dropStatement(router.listStatement);
      edit.replace(call.span, made(kinds[0]));
      const annotation = annotationOf(held, context);
      if (annotation) edit.replace(annotation, made(kinds[0]).replace(/\([\s\S]*/, ""));
      if (kinds.length > 1) edit.addStatement(statement, `${asyncTwin(edit.textOf(declared), holder)} = ${made("async-portkey")}`);
    },
  };
}

/** Plans the rewrite of a request that a Router sends, together with the Router's construction. */
export function planRouterRequest(call: Call, context: PlanContext): CallPlan {
  const construction = routersByHolder(context.facts).get(call.callee.binding);
  const held = construction && heldRouter(construction, context);
  const path = `litellm.${call.callee.path.slice(routerMethod.length)}`;
  if (!held) return { kind: "blocked", reasons: ["Where the Router is made that sends it cannot be told here"] };
  if (!context.catalog.request(path)) return { kind: "blocked", reasons: [] };
  const blocked = new Set<string>();
  const router = routerConfig(held.router, requestedArguments(held), context, { blocked, reasons: new Set(), notes: new Set() });
  if (blocked.size > 0) return { kind: "blocked", reasons: ["It goes with the Router that sends it, whose finding says what is in the way"] };
  const isTwin = clientKinds(held.requests, context).length > 1 && isAsync(call, context);
  const sender: OwnSender = {
    path,
    model: (value) => groupOf(value, held.router, router, context),
    client: (edit: FixBuilder) => {
      const name = edit.textOf(call.callee.root);
      return isTwin ? asyncTwin(name, held.holder) : name;
    },
    together: [held.construction.span],
  };
  return planRequest(call, context, { sender });
}

/** Whether a path is that of a request that a Router sends. */
export const isRouterRequest = (path: string): boolean => path.startsWith(routerMethod);

function heldRouter(construction: Call, { facts }: PlanContext): HeldRouter | undefined {
  const holders = [...routersByHolder(facts)].filter(([, made]) => made === construction).map(([id]) => facts.bindings[id]);
  const [holder] = holders;
  if (!holder || holders.length > 1) return undefined;
  return { construction, holder, router: readRouter(construction, facts), requests: facts.calls.filter(({ callee }) => callee.binding === holder.id) };
}

/** Why the object cannot become a client: something else is done with it than sending requests. */
function holderObstacles(held: HeldRouter | undefined, context: PlanContext): string[] {
  if (!held) return ["It is handed on or kept under more than one name, so that its requests cannot be told"];
  const { holder, requests } = held;
  const obstacles: string[] = [];
  if (requests.length === 0) obstacles.push("No request is sent with it in this file");
  if (holder.isExported) obstacles.push(`\`${holder.name}\` is exported: change the files that use it along`);
  if (holder.reads.some((read) => !requests.some(({ callee }) => callee.root.start === read.start)))
    obstacles.push(`\`${holder.name}\` is handed on or read for something else than a request in this file`);
  if (clientKinds(requests, context).length > 1 && context.facts.anchors.uses(`async_${holder.name}`)) obstacles.push(`Its asynchronous twin needs the name \`async_${holder.name}\`, which is taken`);
  return obstacles;
}

/** Arguments that any of its requests gives. */
const requestedArguments = (held: HeldRouter | undefined): ReadonlySet<string> => new Set(held?.requests.flatMap(({ arguments: given }) => given.flatMap(({ keyword }) => keyword ?? [])) ?? []);

const isAsync = (call: Call, { catalog }: PlanContext): boolean => catalog.symbol(call.callee.path)?.isAsync === true;

/** The clients that take a Router's place, which sends both kinds of requests. */
function clientKinds(requests: readonly Call[], context: PlanContext): readonly ["portkey" | "async-portkey", "async-portkey"?] {
  const asynchronous = requests.filter((request) => isAsync(request, context)).length;
  if (asynchronous === 0) return ["portkey"];
  return asynchronous === requests.length ? ["async-portkey"] : ["portkey", "async-portkey"];
}

/** `self.async_router` of `self.router`. */
const asyncTwin = (target: string, { name }: Binding): string => `${target.slice(0, target.length - name.length)}async_${name}`;

/** The type that the statement gives the Router: `router: Router = Router(…)`. */
function annotationOf({ construction, holder }: HeldRouter, { facts }: PlanContext): Span | undefined {
  const [declared] = holder.declarations;
  return declared && facts.references.find(({ role, path, span }) => role === "annotation" && path === "litellm.Router" && contains({ start: declared.end, end: construction.span.start }, span))?.span;
}

/** The group that a request asks for, which keeps its name in the config. */
function groupOf(value: Expression, { deployments }: ReadRouter, { groups, aliases }: RouterConfig, context: PlanContext): NamedModel | NoModel {
  const written = value.kind === "string" ? value : value.kind === "name" && value.initial?.kind === "string" ? value.initial : undefined;
  const group = written && (aliases.get(written.value) ?? written.value);
  if (group !== undefined && !groups.has(group)) return { kind: "blocked", reason: `"${group}" is no group of the Router` };
  const asked = deployments.filter((deployment) => group === undefined || deployment.group === group).map(({ model }) => nameModel(model, context, {}));
  const providers = new Set(asked.map((model) => (model.kind === "model" ? model.provider : "")));
  const [provider = ""] = providers;
  return {
    kind: "model",
    portkeyName: (group === undefined ? undefined : groups.get(group)?.[0]) ?? "",
    // What is said of one provider need not be true of another.
    provider: providers.size === 1 ? provider : "",
    slugSource: "written",
    requires: [],
    reasons:
      group === undefined ? [`Which group is asked for is decided at run time (${describeValue(value)}): for a name that is none the gateway asks the config's default, where LiteLLM raises`] : [],
    notes: [],
  };
}
