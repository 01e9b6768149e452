import type { Expression } from "../facts/facts.ts";
import type { Remarks } from "./call-plan.ts";
import type { ConfigRecord } from "./portkey-config.ts";
import type { Deployment } from "./router-reading.ts";

/** A deployment with the target that it becomes. */
export interface DeploymentTarget {
  readonly deployment: Deployment;
  readonly target: ConfigRecord;
}

/** The targets of a group as one: those with the lowest `order` first, and by chance among equals. */
export function balanced(targets: readonly DeploymentTarget[], remarks: Remarks): ConfigRecord {
  if (!targets.some(({ deployment }) => deployment.parameters.has("order"))) return byWeight(targets, remarks);
  const levels = new Map<number, DeploymentTarget[]>();
  for (const each of targets) {
    const order = numberOf(each, "order", remarks) ?? Number.POSITIVE_INFINITY;
    levels.set(order, [...(levels.get(order) ?? []), each]);
  }
  const sorted = [...levels].sort(([a], [b]) => a - b).map(([, level]) => byWeight(level, remarks));
  const [only] = sorted;
  return sorted.length === 1 && only ? only : { strategy: { mode: "fallback" }, targets: sorted };
}

/** LiteLLM goes by the first of these that its first deployment has, and takes the others' missing ones for zero (1.82.6 `simple_shuffle.py`). */
const weights = ["weight", "rpm", "tpm"];

function byWeight(targets: readonly DeploymentTarget[], remarks: Remarks): ConfigRecord {
  const [first] = targets;
  const weighedBy = weights.find((name) => first?.deployment.parameters.has(name));
  if (targets.some(({ deployment }) => ["rpm", "tpm"].some((name) => deployment.parameters.has(name))))
    remarks.reasons.add("`rpm` and `tpm` are weights in the config and no limits: set rate limits on the provider in Portkey");
  if (targets.length === 1 && first) return first.target;
  const numbers = targets.map((each) => (weighedBy === undefined ? 1 : (numberOf(each, weighedBy, remarks) ?? 0)));
  const total = numbers.reduce((sum, each) => sum + each, 0);
  if (total <= 0) remarks.blocked.add("All weights are zero");
  return { strategy: { mode: "loadbalance" }, targets: targets.map(({ target }, index) => ({ ...target, weight: weighedBy === undefined ? 1 : shareOf(numbers[index] ?? 0, total) })) };
}

/** A weight as its share, where that is a short number: 900 of 1000 is 0.9. */
function shareOf(weight: number, total: number): number {
  const share = weight / total;
  return Number(share.toFixed(4)) === share ? share : weight;
}

function numberOf({ deployment }: DeploymentTarget, name: string, { blocked }: Remarks): number | undefined {
  const value: Expression | undefined = deployment.parameters.get(name);
  if (value && value.kind !== "number") blocked.add(`\`${name}\` of a deployment of \`${deployment.group}\` is decided at run time`);
  return value?.kind === "number" ? value.value : undefined;
}
