// `tsc --strict` over every TypeScript and JavaScript text that a fix changes, before and after, against the real packages of npm.
import assert from "node:assert/strict";
import { basename, dirname } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { typescriptAdapter, typescriptNames } from "../../../server/src/engine/adapter/typescript-module.ts";
import { catalog } from "../../../server/src/engine/catalog/catalog.ts";
import { fixtureFiles } from "../../support/fixture-files.ts";
import { npmPrograms } from "../../support/npm-programs.ts";
import { proxyPrograms } from "../../support/proxy-programs.ts";
import { headOf } from "../comparison.ts";
import { migrate } from "../migrate.ts";
import { programsIn } from "./cases.ts";
import { type Complaint, complaintsIn } from "./compiler.ts";
import { proxyModels } from "./litellm-proxy.ts";

/** A text and what fixes make of it. */
interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

test("a rewrite brings no error of the compiler", { timeout: 300_000 }, async () => {
  const changes = [...fixtureChanges(), ...(await programChanges())];
  assert.ok(changes.length > 50, `only ${changes.length} texts`);
  assert.deepEqual(
    (await addedIn(changes)).map((each) => `${keyOf(each)}\n${changes.find(({ name }) => name === basename(each.file))?.after}`),
    [],
  );
});

for (const strategy of ["openai-client", "portkey-sdk", "adapter"] as const)
  test(`a random program that ${strategy} rewrites is typed as before`, { timeout: 300_000 }, async () => {
    const proxied = fc
      .sample(proxyPrograms, { numRuns: 60, seed: 1 })
      .map(({ text, modelMap }) => ({ text, models: Object.fromEntries(Object.keys(modelMap).map((name) => [name, ["openai/gpt-4o"]])) }));
    const onNpm = fc.sample(npmPrograms, { numRuns: 60, seed: 1 }).map(({ text }) => ({ text, models: {} }));
    const changes = await Promise.all(
      [...proxied, ...onNpm].map(async ({ text, models }, index) => ({ name: `random-${index}.ts`, before: text, after: (await migrate(text, strategy, `random-${index}.ts`, models)).text })),
    );
    const rewritten = changes.filter(({ before, after }) => before !== after);
    assert.ok(rewritten.length > 40, `only ${rewritten.length} of ${changes.length} programs are rewritten`);
    assert.deepEqual(
      (await addedIn(rewritten)).map((each) => `${keyOf(each)}\n${rewritten.find(({ name }) => name === basename(each.file))?.after}`),
      [],
    );
  });

test("a rewrite that a client does not take is told from a right one", { timeout: 300_000 }, async () => {
  const right =
    'import { Portkey } from "portkey-ai";\n\nconst client = new Portkey({ apiKey: "test" });\nconst answer = await client.chat.completions.create({ model: "@a/b", messages: [] });\nconsole.log(answer.id);\n';
  const wrong = [
    right.replace("completions.create", "completion.create"),
    right.replace("import { Portkey }", "import { portkey }"),
    // Portkey's answers may lack what OpenAI's never do.
    right.replace("answer.id", "answer.choices[0].message.content"),
    right.replace('import { Portkey } from "portkey-ai"', 'import Portkey from "openai"').replace("{ model:", "{ modle:"),
  ];
  const changes = wrong.map((after, index) => ({ name: `${index}.ts`, before: right, after }));
  const added = await addedIn(changes);
  assert.deepEqual(
    [...new Set(added.map(({ file }) => basename(file)))].sort(),
    changes.map(({ name }) => name),
  );
});

test("the adapter's module is typed, whole and in parts, for each openai that has a fetch", { timeout: 300_000 }, async () => {
  const tables = { providerSlugs: {}, modelMap: { fast: "@openai-prod/gpt-4o-mini" }, prefixes: catalog.providers.map(({ prefix }) => prefix) };
  const whole = typescriptAdapter({ names: typescriptNames, ...tables });
  const modules = new Map([
    ["whole.ts", whole],
    ["wrong.ts", whole.replace("portkeyModel(bareModel(params.model))", "portkeyModel(params)")],
    ...[...typescriptNames].map((name) => [`${name}.ts`, typescriptAdapter({ names: [name], providerSlugs: { openai: "openai-prod" }, modelMap: {} })] as const),
    ["module.mjs", typescriptAdapter({ names: typescriptNames, ...tables }, "module")],
    ["required.cjs", typescriptAdapter({ names: typescriptNames, ...tables }, "commonjs")],
    ["client.ts", 'import OpenAI from "openai";\nimport { portkeyFetch } from "./whole.ts";\nexport const client = new OpenAI({ fetch: portkeyFetch });\n'],
  ]);
  const strict = { noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noUnusedLocals: true, noUnusedParameters: true, isolatedModules: true };
  for (const options of [strict, { ...strict, module: "nodenext", moduleResolution: "nodenext" }, { ...strict, paths: { openai: ["./node_modules/litellm/node_modules/openai"] } }])
    assert.deepEqual(
      (await complaintsIn(modules, options)).map(({ file, code, message }) => (file === "wrong.ts" ? `${file} ${code}` : `${file} ${code} ${message}`)),
      ["wrong.ts TS2345"],
    );
});

const sideOf = (file: string): string => basename(dirname(file));

const keyOf = ({ file, code, message }: Complaint): string => `${basename(file)}: ${code}: ${message}`;

/** The complaints about texts after their change that there were not before, each as often as it is new. */
async function addedIn(changes: readonly Change[]): Promise<readonly Complaint[]> {
  const files = changes.flatMap((change) => (["before", "after"] as const).map((side) => [`${side}/${change.name}`, change[side]] as const));
  const adapter = typescriptAdapter({ names: typescriptNames, providerSlugs: { openai: "openai-prod" }, modelMap: {} });
  const complaints = await complaintsIn(new Map([...files, ["before/portkey-adapter.ts", adapter], ["after/portkey-adapter.ts", adapter], ["portkey-adapter.ts", adapter]]));
  const known = new Map<string, number>();
  for (const each of complaints) if (sideOf(each.file) === "before") known.set(keyOf(each), (known.get(keyOf(each)) ?? 0) + 1);
  return complaints.filter((each) => {
    if (sideOf(each.file) === "before") return false;
    const count = known.get(keyOf(each)) ?? 0;
    known.set(keyOf(each), count - 1);
    return count <= 0;
  });
}

const fixtureChanges = (): readonly Change[] =>
  fixtureFiles().flatMap(({ fixture }) =>
    fixture.cases
      .flatMap(({ snippets }) => snippets)
      .filter(({ language, isBroken }) => language !== "py" && !isBroken)
      .flatMap(({ language, text, afters }) => afters.map((after) => ({ name: `${fixture.rule}-${after.line}.${language}`, before: text, after: after.text }))),
  );

async function programChanges(): Promise<readonly Change[]> {
  const changes = [...programsIn("cases"), ...programsIn("adapter-cases")].map(async ({ file, text, isForAdapter }) => {
    const strategies = [...(isForAdapter ? [] : [undefined, ...headOf(text).others.keys()]), "adapter" as const];
    return Promise.all(strategies.map(async (strategy) => ({ name: `program-${strategy ?? "default"}-${file}`, before: text, after: (await migrate(text, strategy, file, proxyModels)).text })));
  });
  return (await Promise.all(changes)).flat();
}
