// Programs on the real LiteLLM and, rewritten by the engine, on the real SDK and gateway: what they print and send is equal, or differs as announced.
// A program `<name>.naive.py` is a rewrite known to be wrong: where the bed cannot tell it from the original, the bed proves nothing.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { type Bed, type Observation, startBed } from "./bed.ts";
import { migrate } from "./migrate.ts";
import type { Reply } from "./mock-provider.ts";

const folder = new URL("cases/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".py") && !name.endsWith(".naive.py"))
  .map((name) => name.slice(0, -3));
const naive = new Set(readdirSync(folder).filter((name) => name.endsWith(".naive.py")));

let bed: Bed;
before(async () => {
  bed = await startBed();
});
after(() => bed.stop());

describe("programs", { concurrency: 2 }, () => {
  for (const name of names) {
    test(name, async () => {
      const program = readFileSync(new URL(`${name}.py`, folder), "utf8");
      const { replies, differs, accepted } = headOf(program);
      const migrated = await migrate(program);
      assert.deepEqual(migrated.left, [], migrated.text);
      const original = await bed.run(program, "litellm", replies);
      assert.equal(original.exitCode, 0, original.errors);
      const rewritten = await bed.run(migrated.text, "portkey", replies);
      const differences = differencesOf(original, rewritten);
      assert.deepEqual(Object.keys(differences), [...differs.keys(), ...accepted.keys()], report(differences, migrated.text, rewritten));
      for (const [part, note] of differs)
        assert.ok(
          migrated.notes.some((each) => each.includes(note)),
          `no fix announces the difference in ${part}: ${note}\n${migrated.notes.join("\n")}`,
        );
      if (!naive.has(`${name}.naive.py`)) return;
      const wrong = await bed.run(readFileSync(new URL(`${name}.naive.py`, folder), "utf8"), "portkey", replies);
      assert.notDeepEqual(Object.keys(differencesOf(original, wrong)), [], "the naive rewrite cannot be told from the original");
    });
  }
});

/**
 * What a program's leading comments say: how the provider answers, which differences a fix has to announce, and which ones
 * are accepted because every call through the gateway has them, such as the SDK's own retries.
 */
function headOf(program: string): { readonly replies: readonly Reply[]; readonly differs: ReadonlyMap<string, string>; readonly accepted: ReadonlyMap<string, string> } {
  const value = (key: string): unknown => JSON.parse(new RegExp(`^# ${key}: (.+)$`, "m").exec(program)?.[1] ?? "null");
  const map = (key: string): ReadonlyMap<string, string> => new Map(Object.entries((value(key) ?? {}) as Readonly<Record<string, string>>));
  return { replies: (value("provider") ?? []) as readonly Reply[], differs: map("differs"), accepted: map("accepted") };
}

type Difference = Readonly<Record<string, readonly [unknown, unknown]>>;

function differencesOf(before: Observation, after: Observation): Difference {
  const parts = ["printed", "exitCode", "requests"] as const;
  return Object.fromEntries(parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part])).map((part) => [part, [before[part], after[part]]]));
}

const report = (differences: Difference, text: string, { errors }: Observation): string =>
  [...Object.entries(differences).map(([part, [was, is]]) => `${part}\n  before ${JSON.stringify(was)}\n  after  ${JSON.stringify(is)}`), text, errors].join("\n");
