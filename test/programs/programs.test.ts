// Programs on the real LiteLLM and, rewritten by the engine, on the real SDK and gateway: what they print and send is equal, or differs as announced.
// Each runs a third time with no change but that its names come from the adapter, and once more for each other strategy that it names.
// A program `<name>.naive.py` is a rewrite known to be wrong: where the bed cannot tell it from the original, the bed proves nothing.
// `<name>.guide.py` is the rewrite of Portkey's guide for the move, corrected where its head says so: the engine's does the same.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { adapterNames } from "../../server/src/engine/adapter/adapter-module.ts";
import { type Bed, startBed } from "./bed.ts";
import { programs } from "./cases.ts";
import { differencesOf, headOf, reportOf } from "./comparison.ts";
import { migrate } from "./migrate.ts";
import { onAdapter } from "./on-adapter.ts";

let bed: Bed;
before(async () => {
  bed = await startBed();
});
after(() => bed.stop());

describe("programs", { concurrency: 2 }, () => {
  for (const { name, text: program, naive, guide } of programs) {
    test(name, async () => {
      const { replies, differs, accepted, adapter, others, withoutAdapter } = headOf(program);
      const migrated = await migrate(program);
      assert.deepEqual(migrated.left, [], migrated.text);
      const original = await bed.run(program, "litellm", replies);
      assert.equal(original.exitCode, 0, original.errors);
      const rewritten = await bed.run(migrated.text, "portkey", replies, migrated.modules);
      const differences = differencesOf(original, rewritten);
      assert.deepEqual(Object.keys(differences), [...differs.keys(), ...accepted.keys()], reportOf(differences, migrated.text, rewritten));
      for (const [part, note] of differs)
        assert.ok(
          migrated.notes.some((each) => each.includes(note)),
          `no fix announces the difference in ${part}: ${note}\n${migrated.notes.join("\n")}`,
        );
      if (withoutAdapter === undefined) {
        const { text, modules } = onAdapter(program);
        const adapted = await bed.run(text, "portkey", replies, modules);
        const differencesThen = differencesOf(original, adapted);
        assert.deepEqual(Object.keys(differencesThen), [...adapter.keys()], reportOf(differencesThen, text, adapted));
      } else assert.ok(program.includes(withoutAdapter) && !adapterNames.has(withoutAdapter), `the adapter has ${withoutAdapter} by now`);
      for (const [strategy, expected] of others) {
        const other = await migrate(program, strategy);
        assert.deepEqual(other.left, [], other.text);
        const observed = await bed.run(other.text, "portkey", replies, other.modules);
        const found = differencesOf(original, observed);
        assert.deepEqual(Object.keys(found), [...expected.keys()], `${strategy}\n${reportOf(found, other.text, observed)}`);
      }
      if (guide !== undefined) {
        const followed = await bed.run(guide, "portkey", replies);
        const apart = differencesOf(rewritten, followed);
        assert.deepEqual(Object.keys(apart), [...headOf(guide).accepted.keys()], reportOf(apart, migrated.text, followed));
      }
      if (naive === undefined) return;
      const wrong = await bed.run(naive, "portkey", replies);
      assert.notDeepEqual(Object.keys(differencesOf(original, wrong)), [], "the naive rewrite cannot be told from the original");
    });
  }
});
