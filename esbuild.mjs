// Builds what ships: dist/client.js (the extension), dist/server.js (LSP), dist/cli.js, the grammars, and the
// browser bundles that prove the engine and the server need nothing of Node. `--tests` adds the suite that runs inside the editor.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { collectGrammars } from "./grammars/collect.mjs";

const tests = process.argv.includes("--tests");
rmSync("dist", { recursive: true, force: true });
await collectGrammars("dist/grammars");
// The bundles are CommonJS inside a package of ES modules; without this neither Node nor VS Code would load them.
const commonJs = (directory) => writeFileSync(`${directory}/package.json`, '{ "type": "commonjs" }\n');
commonJs("dist");

const shared = { bundle: true, logLevel: "warning", legalComments: "none", define: { PRODUCT_VERSION: JSON.stringify(JSON.parse(readFileSync("package.json", "utf8")).version) } };
const node = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: true,
  keepNames: true,
  external: ["vscode"],
  // web-tree-sitter's ESM build calls createRequire(import.meta.url), which does not exist in a CommonJS bundle
  define: { ...shared.define, "import.meta.url": "__importMetaUrl" },
  banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
};
const shebang = { ...node, banner: { js: `#!/usr/bin/env node\n${node.banner.js}` } };

await Promise.all([
  build({ ...node, entryPoints: { client: "client/src/node/main.ts" }, outdir: "dist" }),
  build({ ...shebang, entryPoints: { server: "server/src/node/main.ts", cli: "server/src/cli/main.ts" }, outdir: "dist" }),
  build({
    ...shared,
    platform: "browser",
    format: "esm",
    target: "es2022",
    minify: true,
    entryPoints: { engine: "server/src/engine/create-engine.ts" },
    outdir: "dist/web",
    external: ["fs/promises", "module"],
    write: false,
  }),
]);

if (tests) {
  const suite = "test/editor/suite";
  const outdir = ".test-results/editor/suite";
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  commonJs(outdir);
  const entryPoints = readdirSync(suite).filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  await build({ ...node, minify: false, sourcemap: true, external: ["vscode", "mocha"], entryPoints: entryPoints.map((name) => `${suite}/${name}`), outdir });
}
