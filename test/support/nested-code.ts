// Analyses code nested ten thousand deep, one line of output a case; a process of its own, so that one that never ends can be ended.
import { createEngine } from "../../server/src/engine/create-engine.ts";
import type { Grammar } from "../../server/src/engine/source-file.ts";
import { plainContext } from "./context.ts";
import { testHost } from "./grammars.ts";
import { choiceOf } from "./invariants.ts";

const depth = 10_000;
const call = 'litellm.completion(model="openai/gpt-4o")';
// One bracket a line: a single long line would be skipped before it is parsed.
const nestings: Readonly<Record<string, string>> = {
  brackets: `${"(\n".repeat(depth)}${call}${")\n".repeat(depth)}`,
  "brackets never closed": "[\n".repeat(depth),
  braces: `${"{\n".repeat(depth)}${call}${"}\n".repeat(depth)}`,
  calls: `${"litellm.completion(\n".repeat(depth)}${")\n".repeat(depth)}`,
  "a chain of calls": `${call}${".x()\n".repeat(depth)}`,
  "a long sum": `${call}${" +\\\n1".repeat(depth)}`,
  "a nested choice": `${"a or (\n".repeat(depth)}${call}${")\n".repeat(depth)}`,
};
const heads: Readonly<Record<Grammar, string>> = {
  python: "import litellm\nx = ",
  typescript: 'import * as litellm from "litellm";\nconst x = ',
  tsx: 'import * as litellm from "litellm";\nconst x = ',
};
const engine = await createEngine(testHost);

for (const [grammar, head] of Object.entries(heads) as [Grammar, string][]) {
  for (const [name, code] of Object.entries(nestings)) {
    process.stdout.write(`${grammar}, ${name}: `);
    const report = await engine.analyze({ uri: "file:///x", grammar, text: head + code }, plainContext);
    const { edits } = engine.plan(report, choiceOf(report, { title: undefined, strategy: undefined, isSafeOnly: false }));
    process.stdout.write(`${/could not be analysed/.test(report.skipped ?? "") ? report.skipped : "answered"} ${edits.length} edits\n`);
  }
}
process.stdout.write("done\n");
