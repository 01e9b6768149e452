// Programs in TypeScript and JavaScript on LiteLLM's proxy or npm's package and, rewritten by the engine, on the real client and gateway:
// what they print, what the provider receives and what the front is told is equal, or differs as announced.
// Each also runs with the adapter, those of `adapter-cases/` with nothing else. A program `<name>.naive.ts` is a rewrite known to be wrong: where the bed cannot tell it from the original, the bed proves nothing.
// `<name>.guide.ts` is the rewrite of Portkey's guide for the move, corrected where its head says so: it does the same as the engine's.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Strategy } from "../../../server/src/engine/settings.ts";
import { differencesOf, type Head, headOf, reportOf } from "../comparison.ts";
import { migrate } from "../migrate.ts";
import { type Bed, startBed } from "./bed.ts";
import { type Program, programsIn } from "./cases.ts";
import { proxyModels } from "./litellm-proxy.ts";

let bed: Bed;
before(async () => {
  bed = await startBed();
});
after(() => bed.stop());

describe("programs in TypeScript", { concurrency: 2 }, () => {
  for (const program of [...programsIn("cases"), ...programsIn("adapter-cases")]) {
    test(program.file, async () => {
      const { replies, leaves, ...head } = headOf(program.text);
      const original = await bed.run(program, "litellm", replies);
      assert.equal(original.exitCode, 0, original.errors);
      for (const { strategy, expected } of runsOf(program, head)) {
        const migrated = await migrate(program.text, strategy, program.file, proxyModels);
        const left = migrated.left.filter(({ rule }) => !leaves.includes(rule));
        assert.deepEqual(left, [], migrated.text);
        const rewritten = await bed.run({ ...program, text: migrated.text }, "portkey", replies, migrated.modules);
        const differences = differencesOf(original, rewritten);
        assert.deepEqual(Object.keys(differences), [...expected.keys()], `${strategy ?? ""}\n${reportOf(differences, migrated.text, rewritten)}`);
        for (const [part, note] of strategy === "adapter" ? [] : head.differs)
          assert.ok(
            migrated.notes.some((each) => each.includes(note)),
            `no fix announces the difference in ${part}: ${note}\n${migrated.notes.join("\n")}`,
          );
      }
      if (program.guide !== undefined) {
        const followed = await bed.run(program.guide, "portkey", replies);
        const apart = differencesOf(original, followed);
        assert.deepEqual(Object.keys(apart), [...headOf(program.guide.text).accepted.keys()], reportOf(apart, program.guide.text, followed));
      }
      if (program.naive === undefined) return;
      const wrong = await bed.run(program.naive, "portkey", replies);
      assert.notDeepEqual(Object.keys(differencesOf(original, wrong)), [], "the naive rewrite cannot be told from the original");
    });
  }
});

/** How a program is rewritten, and what differs then. */
function runsOf({ isForAdapter }: Program, { differs, accepted, adapter, others }: Pick<Head, "differs" | "accepted" | "adapter" | "others">) {
  const runs: { readonly strategy: Strategy | undefined; readonly expected: ReadonlyMap<string, string> }[] = [];
  if (!isForAdapter) runs.push({ strategy: undefined, expected: new Map([...differs, ...accepted]) }, ...[...others].map(([strategy, expected]) => ({ strategy, expected })));
  runs.push({ strategy: "adapter", expected: adapter });
  return runs;
}
