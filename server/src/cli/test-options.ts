import type { Limits } from "../gateway/outcome.ts";
import { defaultLimits } from "../gateway/send.ts";
import { CannotRun } from "./io.ts";
import { oneOf, parse, slugOf } from "./options.ts";

/** The options of `test`. */
export interface TestOptions {
  /** `@slug/model`; undefined for what the code says, or for a check that asks no model. */
  readonly model: string | undefined;
  /** `FILE:LINE` of a call. */
  readonly at: string | undefined;
  readonly slugs: Readonly<Record<string, string>>;
  readonly profile: (typeof testProfiles)[number] | undefined;
  readonly baseUrl: string | undefined;
  /** Undefined for what the code says. */
  readonly stream: boolean | undefined;
  readonly prompt: "stub" | "code" | { readonly text: string };
  readonly maxTokens: number | "code";
  readonly limits: Limits;
  readonly format: "text" | "json";
}

/** What `--profile` takes; `local` starts the gateway that comes with Portkey Migrate. */
const testProfiles = ["hosted", "airs", "self-hosted", "local"] as const;

/** Reads the arguments after `test`. */
export function testOptions(args: readonly string[]): TestOptions {
  const { values, positionals } = parse(args, {
    model: { type: "string" },
    at: { type: "string" },
    slug: { type: "string", multiple: true },
    profile: { type: "string" },
    local: { type: "boolean" },
    "base-url": { type: "string" },
    stream: { type: "boolean" },
    prompt: { type: "string" },
    "code-prompt": { type: "boolean" },
    "max-tokens": { type: "string" },
    timeout: { type: "string" },
    format: { type: "string" },
  });
  if (positionals.length > 0) throw new CannotRun(`test takes no path: --at FILE:LINE names a call, --model a model`);
  if (values["code-prompt"] && values.prompt !== undefined) throw new CannotRun("--prompt and --code-prompt exclude each other");
  if (values["code-prompt"] && values.at === undefined) throw new CannotRun("--code-prompt needs --at FILE:LINE, the call whose prompt is meant");
  if (values.local && values.profile !== undefined && values.profile !== "local") throw new CannotRun("--local and --profile exclude each other");
  const profile = values.local ? "local" : values.profile === undefined ? undefined : oneOf("--profile", values.profile, testProfiles);
  if (profile !== undefined && profile !== "self-hosted" && values["base-url"] !== undefined) throw new CannotRun(`--base-url is for gateways of your own; the ${profile} one has its address`);
  if (profile === "self-hosted" && values["base-url"] === undefined) throw new CannotRun("--profile self-hosted needs --base-url URL");
  return {
    model: values.model === "" ? undefined : values.model,
    at: values.at,
    slugs: Object.fromEntries((values.slug ?? []).map(slugOf)),
    profile,
    baseUrl: values["base-url"],
    stream: values.stream,
    prompt: values["code-prompt"] ? "code" : values.prompt === undefined ? "stub" : { text: values.prompt },
    maxTokens: values["max-tokens"] === "code" ? "code" : countOf("--max-tokens", values["max-tokens"] ?? "16"),
    limits: limitsOf(values.timeout),
    format: values.format === undefined ? "text" : oneOf("--format", values.format, ["text", "json"]),
  };
}

function countOf(option: string, value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new CannotRun(`${option} ${value}: must be a whole number from 1, or code`);
  return Number(value);
}

/** One limit for all of the request, in seconds unless it says otherwise; none of its parts may take longer. */
function limitsOf(value: string | undefined): Limits {
  if (value === undefined) return defaultLimits;
  const [, count, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(value) ?? [];
  const total = Number(count) * (unit === "ms" ? 1 : 1000);
  // Node's timers wrap above this.
  if (count === undefined || total <= 0 || total >= 2 ** 31) throw new CannotRun(`--timeout ${value}: must be a number of seconds, such as 30, or 500ms`);
  return { ...defaultLimits, connect: Math.min(defaultLimits.connect, total), firstByte: total, idle: total, total };
}
