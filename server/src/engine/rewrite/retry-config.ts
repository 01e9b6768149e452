import type { RequestEntry } from "../catalog/entries.ts";
import type { Expression } from "../facts/facts.ts";
import type { PlanContext, Remarks } from "./call-plan.ts";
import { describeValue } from "./model-argument.ts";
import { type ConfigRecord, configValue } from "./portkey-config.ts";

/** A number of retries as a config's `retry`, with the statuses after which LiteLLM asks again; undefined for none. */
export function retryConfig(name: string, value: Expression, { catalog }: PlanContext, { blocked, reasons, notes }: Remarks): ConfigRecord | undefined {
  const on_status_codes = catalog.config.retriedStatusCodes;
  if (value.kind === "number") {
    const attempts = catalog.config.limited("retry.attempts", value.value);
    if (!Number.isInteger(attempts) || attempts < 0) blocked.add(`\`${name}\` is no number of retries`);
    if (attempts < value.value) reasons.add(`\`${name}\`: the gateway asks at most ${attempts} times again`);
    if (attempts <= 0) return undefined;
    notes.add(`\`${name}\`: the gateway asks again, after a wait that grows, where the provider answers ${listed(on_status_codes)}; when the last attempt fails too, LiteLLM makes more of them`);
    return { attempts, on_status_codes };
  }
  if (!isReadable(value)) {
    blocked.add(`\`${name}\` is given ${describeValue(value)}, which a config cannot hold`);
    return undefined;
  }
  reasons.add(`\`${name}\` is decided at run time (${describeValue(value)}): a config takes whole numbers up to ${catalog.config.limited("retry.attempts", Number.POSITIVE_INFINITY)}, and no None`);
  return { attempts: configValue(value), on_status_codes };
}

/** How often LiteLLM asks in all, as a config's `retry`; undefined for once. */
export function attemptsConfig(counted: NonNullable<RequestEntry["attempts"]>, value: Expression | undefined, context: PlanContext, remarks: Remarks): ConfigRecord | undefined {
  const count = value ?? { kind: "number", span: { start: 0, end: 0 }, value: counted.default };
  if (count.kind !== "number") {
    remarks.blocked.add("`num_retries` counts here how often LiteLLM asks in all, and is decided at run time");
    return undefined;
  }
  remarks.reasons.add(counted.note);
  return retryConfig("num_retries", { ...count, value: count.value - 1 }, context, remarks);
}

/** LiteLLM's counts for kinds of errors as one `retry`, which the gateway has one count for. */
export function retryPolicyConfig(name: string, value: Expression, { catalog }: PlanContext, { blocked, reasons }: Remarks): ConfigRecord | undefined {
  const counts = countsOf(value);
  const policies = counts?.map(({ key, value: count }) => ({ policy: catalog.config.retryPolicy(key), count }));
  const known = policies?.flatMap(({ policy, count }) => (policy && count.kind === "number" && Number.isInteger(count.value) ? [{ codes: policy.statusCodes, count: count.value }] : []));
  if (!policies || !known || known.length < policies.filter(({ count }) => count.kind !== "nothing").length) {
    blocked.add(`\`${name}\` is not written out here: a config needs \`retry: {"attempts": …, "on_status_codes": […]}\``);
    return undefined;
  }
  const retried = known.filter(({ count }) => count > 0);
  const attempts = catalog.config.limited("retry.attempts", Math.max(0, ...retried.map(({ count }) => count)));
  if (attempts === 0) return undefined;
  const on_status_codes = [...new Set(retried.flatMap(({ codes }) => codes))].sort((a, b) => a - b);
  reasons.add(`\`${name}\`: the gateway has one count for all statuses, and asks up to ${attempts} times again after ${listed(on_status_codes)}`);
  return { attempts, on_status_codes };
}

/** The counts of `RetryPolicy(TimeoutErrorRetries=3)` or of a dict of that form. */
function countsOf(value: Expression): readonly { readonly key: string; readonly value: Expression }[] | undefined {
  const written =
    value.kind === "call" && /(?:^|\.)RetryPolicy$/.test(value.path ?? "")
      ? value.arguments.map(({ keyword, value: count }) => ({ key: keyword, value: count }))
      : value.kind === "record"
        ? value.entries
        : undefined;
  const named = written?.flatMap(({ key, value: count }) => (key === undefined ? [] : [{ key, value: count }]));
  return named && named.length === written?.length ? named : undefined;
}

/** Reading it once more does nothing else. */
const isReadable = ({ kind }: Expression): boolean => kind === "name" || kind === "chain";

/** `429, 500 and 503` */
const listed = (codes: readonly number[]): string => `${codes.slice(0, -1).join(", ")}${codes.length > 1 ? " or " : ""}${codes.at(-1)}`;
