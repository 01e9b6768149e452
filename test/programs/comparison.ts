// How two runs of a program are compared, and what the program's leading comments say of it.
import type { Strategy } from "../../server/src/engine/settings.ts";
import type { Reply } from "./mock-provider.ts";
import type { Observation } from "./observation.ts";

/** What a program's leading comments say. */
export interface Head {
  readonly replies: readonly Reply[];
  readonly differs: ReadonlyMap<string, string>;
  readonly accepted: ReadonlyMap<string, string>;
  /** What differs with the adapter: what is accepted anyway, unless the program says otherwise. */
  readonly adapter: ReadonlyMap<string, string>;
  /** The other strategies that the program is rewritten by as well, each with what differs then. */
  readonly others: ReadonlyMap<Strategy, ReadonlyMap<string, string>>;
  /** The rules whose findings stay for a person after every fix. */
  readonly leaves: readonly string[];
  /** A name of LiteLLM's that the program uses and the adapter does not have. */
  readonly withoutAdapter: string | undefined;
}

/**
 * What a program's leading comments say: how the provider answers, which differences a fix has to announce, and which ones
 * are accepted because every call through the gateway has them, such as the SDK's own retries.
 */
export function headOf(program: string): Head {
  const value = (key: string): unknown => JSON.parse(new RegExp(`^(?:#|//) ${key}: (.+)$`, "m").exec(program)?.[1] ?? "null");
  const map = (key: string): ReadonlyMap<string, string> => new Map(Object.entries((value(key) ?? {}) as Readonly<Record<string, string>>));
  const named = (["portkey-sdk", "openai-client", "keep-litellm"] as const).filter((strategy) => value(strategy) !== null);
  const withoutAdapter = /^# adapter lacks: (\w+)$/m.exec(program)?.[1];
  return {
    withoutAdapter,
    leaves: (value("leaves") ?? []) as readonly string[],
    others: new Map(named.map((strategy) => [strategy, map(strategy)])),
    replies: (value("provider") ?? []) as readonly Reply[],
    differs: map("differs"),
    accepted: map("accepted"),
    adapter: map(value("adapter") === null ? "accepted" : "adapter"),
  };
}

/** What differs between two runs, by its part: before and after. */
export type Difference = Readonly<Record<string, readonly [unknown, unknown]>>;

/** Compares two runs; what a front was told is compared where there was one before. */
export function differencesOf(before: Observation, after: Observation): Difference {
  const parts = ["printed", "exitCode", "requests", ...(before.told ? (["told"] as const) : [])] as const;
  return Object.fromEntries(parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part])).map((part) => [part, [before[part], after[part]]]));
}

/** A failure's text. */
export const reportOf = (differences: Difference, text: string, { errors }: Observation): string =>
  [...Object.entries(differences).map(([part, [was, is]]) => `${part}\n  before ${JSON.stringify(was)}\n  after  ${JSON.stringify(is)}`), text, errors].join("\n");
