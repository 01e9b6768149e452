// Runs the suite in the embedded editor.
// Usage: node test/editor/run-suite.mjs [--vsix FILE] [--verbose] [--timeout SECONDS]; TEST_GREP chooses tests.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./editor.mjs";
import { runInEditor } from "./in-editor.mjs";

const options = { vsix: { type: "string", default: join(root, "portkey-migrate.vsix") }, verbose: { type: "boolean", default: false }, timeout: { type: "string", default: "240" } };
const { values } = parseArgs({ options });
const { passed, failed } = await runInEditor({ suite: "suite", vsix: values.vsix, verbose: values.verbose, seconds: Number(values.timeout) });
console.log(`editor: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
