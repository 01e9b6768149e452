// Pyright over every Python text that a fix changes, before against the real LiteLLM and after against the real portkey-ai and openai.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { adapterHelpers, adapterModule, adapterNames } from "../../server/src/engine/adapter/adapter-module.ts";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import { fixtureFiles } from "../support/fixture-files.ts";
import { programs } from "./cases.ts";
import { migrate } from "./migrate.ts";
import { type Complaint, complaintsAbout, isAboutHandedValues, isLoose } from "./pyright.ts";

/** A text and what fixes make of it. */
interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** A note of the fix says that a type checker may complain about the types of values. */
  readonly isAnnounced?: boolean;
}

test("a rewrite brings no complaint that neither the SDK's own declarations bring nor a note announces", { timeout: 300_000 }, async () => {
  const changes = [...fixtureChanges(), ...(await programChanges())];
  assert.ok(changes.length > 100, `only ${changes.length} texts`);
  const complaints = await complaintsOf(changes);
  const known = new Set(complaints.filter(({ file }) => sideOf(file) === "before").map(keyOf));
  const changeOf = ({ file }: Complaint): Change | undefined => changes.find(({ name }) => name === basename(file));
  const textOf = (each: Complaint): string => changeOf(each)?.after ?? "";
  const isTold = (each: Complaint): boolean => (changeOf(each)?.isAnnounced === true && ofValues.test(each.rule ?? "")) || isAboutHandedValues(each, textOf(each));
  const added = complaints.filter((each) => sideOf(each.file) === "after" && !known.has(keyOf(each)) && !isLoose(each) && !isTold(each));
  assert.deepEqual(
    added.map((each) => `${keyOf(each)}\n${textOf(each)}`),
    [],
  );
});

test("a value that a dictionary hands on is told from one that the call gives", { timeout: 300_000 }, async () => {
  const before = 'from portkey_ai import Portkey\n\nclient = Portkey(api_key="test")\n';
  const calls = { "handed.py": 'options = {"stop": ["."]}\nclient.chat.completions.create(model="@a/b", **options)\n', "given.py": 'client.chat.completions.create(model=["@a/b"], **{})\n' };
  const changes = Object.entries(calls).map(([name, call]) => ({ name, before, after: before + call }));
  const complaints = await complaintsOf(changes);
  const about = (name: string) => complaints.filter(({ file, rule }) => basename(file) === name && rule === "reportArgumentType");
  for (const { name, after } of changes) {
    assert.notEqual(about(name).length, 0, name);
    assert.deepEqual([...new Set(about(name).map((each) => isAboutHandedValues(each, after)))], [name === "handed.py"], name);
  }
});

test("a rewrite that the SDK does not take is told from a right one", { timeout: 300_000 }, async () => {
  const right = 'from portkey_ai import Portkey\n\nclient = Portkey(api_key="test")\nclient.chat.completions.create(model="@a/b", messages=[])\n';
  const wrong = ["completion.create", "chat.completions.make", "chat.completions.create().choose"].map((call) => right.replace("chat.completions.create", call));
  const changes = wrong.map((after, index) => ({ name: `${index}.py`, before: right, after }));
  const complaints = await complaintsOf(changes);
  for (const { name } of changes) assert.deepEqual([...new Set(complaints.filter(({ file }) => basename(file) === name).map(({ file }) => sideOf(file)))], ["after"], name);
});

test("the adapter's module is typed, whole and in parts", { timeout: 300_000 }, async () => {
  const tables = { providerSlugs: {}, modelMap: { fast: "@openai-prod/gpt-4o-mini" }, prefixes: catalog.providers.map(({ prefix }) => prefix) };
  const parts = ["completion", "aembedding", "atext_completion", "aresponses", "RateLimitError", "ModelResponse"];
  const modules = new Map([
    ["whole.py", adapterModule({ names: [...adapterNames, ...adapterHelpers], ...tables })],
    // A class of both packages has fields whose types come from two versions of httpx.
    ["with_own_openai.py", `# pyright: basic\n${adapterModule({ names: [...adapterNames, ...adapterHelpers], ...tables, catchesOpenAiErrors: true })}`],
    ["wrong.py", adapterModule({ names: ["completion"], ...tables }).replace("portkey_model(model)", "portkey_model(body)")],
    ...parts.map((name) => [`${name}.py`, adapterModule({ names: [name], providerSlugs: { openai: "openai-prod" }, modelMap: {} })] as const),
  ]);
  const complaints = await complaintsIn(modules, { typeCheckingMode: "standard", pythonVersion: "3.9" });
  assert.deepEqual(
    complaints.map((each) => `${basename(each.file)} ${each.rule} ${each.file.endsWith("wrong.py") ? "" : each.message}`),
    ["wrong.py reportArgumentType "],
  );
});

/** Complaints about what type a value has, not about a name or an argument that is not there. */
const ofValues = /^report(?:Return|Assignment|Argument)Type$/;

const sideOf = (file: string): string => basename(dirname(file));

const keyOf = ({ file, rule, message }: Complaint): string => `${basename(file)}: ${rule ?? "syntax"}: ${message}`;

const fixtureChanges = (): readonly Change[] =>
  fixtureFiles().flatMap(({ fixture }) =>
    fixture.cases
      .flatMap(({ snippets }) => snippets)
      .filter(({ language, isBroken }) => language === "py" && !isBroken)
      .flatMap(({ text, afters }) =>
        afters.map((after) => ({
          name: `${fixture.rule.replaceAll("-", "_")}_${after.line}.py`,
          before: text,
          after: after.text,
          isAnnounced: after.notes.some((note) => note.startsWith("A type checker")),
        })),
      ),
  );

const programChanges = (): Promise<readonly Change[]> => Promise.all(programs.map(async ({ name, text }) => ({ name: `program_${name}.py`, before: text, after: (await migrate(text)).text })));

/** One run of Pyright over all texts, each before and after. */
function complaintsOf(changes: readonly Change[]): Promise<readonly Complaint[]> {
  const files = changes.flatMap((change) => (["before", "after"] as const).map((side) => [`${side}/${change.name}`, change[side]] as const));
  const adapter = adapterModule({ names: [...adapterNames, ...adapterHelpers], providerSlugs: { openai: "openai-prod" }, modelMap: {} });
  return complaintsIn(new Map([...files, ["app/portkey_adapter.py", adapter], ["portkey_adapter.py", adapter]]), { typeCheckingMode: "basic", pythonVersion: "3.11" });
}

async function complaintsIn(files: ReadonlyMap<string, string>, config: Readonly<Record<string, string>>): Promise<readonly Complaint[]> {
  const folder = await mkdtemp(join(tmpdir(), "portkey-migrate-types-"));
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await writeFile(join(folder, "pyrightconfig.json"), JSON.stringify(config));
    return await complaintsAbout([folder], folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
