import type { Call } from "../facts/facts.ts";
import type { Remarks } from "../rewrite/call-plan.ts";
import { nameModel } from "../rewrite/model-argument.ts";
import type { ConfigRecord } from "../rewrite/portkey-config.ts";
import type { RequestArgument } from "../rewrite/request-call.ts";
import { routerConfig } from "../rewrite/router-config.ts";
import { isRouterRequest } from "../rewrite/router-plan.ts";
import { readRouter, routersByHolder } from "../rewrite/router-reading.ts";
import type { SketchContext } from "./sketch-reading.ts";
import { type ModelName, sentence, slugStatus, undecided, unknownName, type WrittenModel } from "./sketched-model.ts";

/** A model that a Router of the file stands for. */
export interface RoutedModel {
  readonly name: ModelName;
  /** What the Router does for it. */
  readonly config: ConfigRecord | undefined;
  /** Why the config does not do all that the Router does, without a full stop. */
  readonly refusal: string | undefined;
}

/** The group of a Router that a request asks for, with the part of the Router's config that is its own; undefined for a request that no Router sends. */
export function routedModel(call: Call, model: WrittenModel, given: readonly RequestArgument[], context: SketchContext): RoutedModel | undefined {
  if (!isRouterRequest(call.callee.path)) return undefined;
  const construction = routersByHolder(context.facts).get(call.callee.binding);
  if (!construction) return unrouted("Where the Router is made that sends it cannot be told here.");
  const { written } = model;
  if (written === null) return unrouted(undecided(model));
  const remarks: Remarks = { blocked: new Set(), reasons: new Set(), notes: new Set() };
  const router = readRouter(construction, context.facts);
  const read = routerConfig(router, new Set(given.map(({ name }) => name)), context, remarks);
  const group = read.aliases.get(written) ?? written;
  const deployment = router.deployments.find((each) => each.group === group);
  if (!deployment) return unrouted(router.obstacles[0] === undefined ? `"${written}" is no group of the Router that is written here.` : sentence(router.obstacles[0]));
  const [refusal] = remarks.blocked;
  const named = nameModel(deployment.model, context, {});
  if (named.kind === "blocked") return { name: unknownName(null, sentence(named.reason)), config: undefined, refusal };
  const name: ModelName = { portkeyName: read.groups.get(group)?.[0] ?? named.portkeyName, slug: slugStatus(named.slugSource), provider: named.provider, why: null };
  return { name, config: refusal === undefined ? read.partOf(written) : undefined, refusal };
}

const unrouted = (why: string): RoutedModel => ({ name: unknownName(null, why), config: undefined, refusal: undefined });
