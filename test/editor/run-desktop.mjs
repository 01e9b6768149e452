// The same suite in desktop VS Code through @vscode/test-electron, which downloads the editor; so it is not part of `npm test`.
// VSCODE_VERSION=1.91.0 checks the oldest supported editor; VSCODE_PATH=/path/to/code uses an installed one and downloads nothing.
// Usage: node test/editor/run-desktop.mjs [--vsix FILE]; `npm run test:desktop` builds both first.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runTests, runVSCodeCommand } from "@vscode/test-electron";
import { copySample, root } from "./editor.mjs";

const { values } = parseArgs({ options: { vsix: { type: "string", default: join(root, "portkey-migrate.vsix") } } });
const suite = join(root, ".test-results/editor/suite/index.js");
for (const path of [values.vsix, suite]) if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run package && node esbuild.mjs --tests\` first`);

const version = process.env.VSCODE_VERSION ?? "stable";
const editor = process.env.VSCODE_PATH === undefined ? { version } : { version, vscodeExecutablePath: process.env.VSCODE_PATH };
const scratch = mkdtempSync(join(tmpdir(), "portkey-migrate-desktop-"));
const profile = ["--user-data-dir", join(scratch, "data"), "--extensions-dir", join(scratch, "extensions")];
try {
  await runVSCodeCommand(["--install-extension", resolve(values.vsix), "--force", ...profile], editor);
  await runTests({
    ...editor,
    extensionDevelopmentPath: join(root, "test/editor/empty-extension"),
    extensionTestsPath: suite,
    extensionTestsEnv: { TEST_GREP: process.env.TEST_GREP },
    launchArgs: [copySample(scratch), "--disable-workspace-trust", ...profile],
  });
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
