// Programs on the real LiteLLM, and on the adapter, the real SDK and the gateway: the same text but for the import.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { adapterModule, adapterNames } from "../../server/src/engine/adapter/adapter-module.ts";
import { type Bed, slugs, startBed } from "./bed.ts";
import { differencesOf, headOf, reportOf } from "./comparison.ts";

let bed: Bed;
before(async () => {
  bed = await startBed();
});
after(() => bed.stop());

const programsIn = (folder: URL) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".py") && !name.endsWith(".naive.py"))
    .map((name) => ({ name: name.slice(0, -3), url: new URL(name, folder) }));
const programs = ["cases/", "adapter-cases/"].flatMap((folder) => programsIn(new URL(folder, import.meta.url)));

describe("programs on the adapter", { concurrency: 2 }, () => {
  for (const { name, url } of programs) {
    test(`adapter: ${name}`, async () => {
      const program = readFileSync(url, "utf8");
      const { replies, accepted, adapter = accepted } = headOf(program);
      const original = await bed.run(program, "litellm", replies);
      assert.equal(original.exitCode, 0, original.errors);
      const names = [...program.matchAll(/\w+/g)].map(([word]) => word).filter((word) => adapterNames.has(word));
      const module = adapterModule({ names, providerSlugs: slugs, modelMap: {} });
      const rewritten = await bed.run(onAdapter(program), "portkey", replies, { "portkey_adapter.py": module });
      const differences = differencesOf(original, rewritten);
      assert.deepEqual(Object.keys(differences), [...adapter.keys()], reportOf(differences, onAdapter(program), rewritten));
      const wrongUrl = new URL(url.href.replace(/\.py$/, ".naive.py"));
      if (!url.href.includes("/adapter-cases/") || !programHas(wrongUrl)) return;
      const wrong = await bed.run(readFileSync(wrongUrl, "utf8"), "portkey", replies);
      assert.notDeepEqual(Object.keys(differencesOf(original, wrong)), [...adapter.keys()], "the naive rewrite cannot be told from the original");
    });
  }
});

/** The program as the strategy leaves it: another module under the same name. */
const onAdapter = (program: string): string =>
  program.replace(/^(\s*)import litellm$/gm, "$1import portkey_adapter as litellm").replace(/\bfrom litellm(?:\.\w+)* import\b/g, "from portkey_adapter import");

const programHas = (url: URL): boolean => readdirSync(new URL(".", url)).includes(url.pathname.slice(url.pathname.lastIndexOf("/") + 1));
