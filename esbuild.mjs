// Builds what ships: dist/client.js (the extension), dist/server.js (LSP), dist/cli.js, dist/gateway.mjs (the local gateway),
// the page of the client's panel, the grammars, the notices of all that is bundled, and a browser bundle that proves the
// engine needs nothing of Node. With `--maps` also where each place of the programs comes from (dist/*.js.map, which do not
// ship); with `--tests` it builds the suites that run inside the editor instead.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { collectGrammars, grammarPackages } from "./grammars/collect.mjs";
import { noticesOf, packagesIn } from "./server/tools/notices.mjs";

const digestOf = (bytes) => createHash("sha256").update(bytes).digest("base64").slice(0, 24);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
/** Where a fact of the catalog was read and when is for those who review it: nothing of it ships. */
const factsAlone = {
  name: "facts-alone",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]engine[/\\]catalog[/\\][\w-]+\.json$/ }, ({ path }) => {
      const isForReview = new Set(["$schema", "source", "checked"]);
      const facts = JSON.parse(readFileSync(path, "utf8"), (key, value) => (isForReview.has(key) ? undefined : value));
      return { contents: JSON.stringify(facts), loader: "json" };
    });
  },
};
const shared = {
  bundle: true,
  metafile: true,
  plugins: [factsAlone],
  logLevel: "warning",
  legalComments: "none",
  define: { PRODUCT_VERSION: JSON.stringify(version), GRAMMARS_DIGEST: JSON.stringify(digestOf(readFileSync("grammars/grammars.json"))) },
};
const node = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node20",
  // V8 keeps the text in memory, and the extension is to stay small. Whoever reads the stack of an error asks `npm run stack` for the names.
  minify: true,
  // Node prints the whole line where an uncaught error came from.
  lineLimit: 200,
  // jsonc-parser's CommonJS build requires its parts by names that a bundler cannot see; its ES modules are plain.
  mainFields: ["module", "main"],
  external: ["vscode"],
  // web-tree-sitter's ESM build calls createRequire(import.meta.url), which does not exist in a CommonJS bundle
  define: { ...shared.define, "import.meta.url": "__importMetaUrl" },
  banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/** With `--maps`, where each place of the programs comes from, for `npm run stack`; the programs are the same with and without. */
const maps = process.argv.includes("--maps") ? { sourcemap: "external", sourcesContent: false } : {};

/** The gateway waits at its top level, which only a module can, and some of its packages are CommonJS, which ask for `require`. */
const gateway = {
  ...shared,
  entryPoints: ["server/src/gateway/local/gateway-main.ts"],
  platform: "node",
  format: "esm",
  target: "node20",
  minify: true,
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
};

/** The page of the gateway panel. */
const page = { ...shared, entryPoints: ["client/webview/panel.ts", "client/webview/panel.css"], platform: "browser", format: "iife", target: "es2022", minify: true };

if (process.argv.includes("--tests")) for (const name of ["suite", "hostile"]) await buildEditorSuite(`test/editor/${name}`, `.test-results/editor/${name}`);
else await buildProduct("dist");

async function buildProduct(outdir) {
  if (!existsSync("node_modules/@portkey-ai/gateway")) throw new Error("@portkey-ai/gateway is not installed: run npm ci");
  emptyCommonJsFolder(outdir);
  await collectGrammars(`${outdir}/grammars`);
  // The rules' pages, for reading without a network.
  cpSync("server/docs/rules", `${outdir}/docs/rules`, { recursive: true });
  const shebang = { ...node, banner: { js: `#!/usr/bin/env node\n${node.banner.js}` } };
  const browser = { ...shared, platform: "browser", format: "esm", target: "es2022", minify: true, external: ["fs/promises", "module"] };
  const built = await Promise.all([
    build({ ...page, outdir: `${outdir}/webview` }),
    build({ ...node, ...maps, entryPoints: { client: "client/src/node/main.ts" }, outdir }),
    build({ ...shebang, ...maps, entryPoints: { server: "server/src/node/main.ts", cli: "server/src/cli/main.ts" }, outdir }),
    build({ ...browser, entryPoints: { engine: "server/src/engine/create-engine.ts" }, outdir: `${outdir}/web`, write: false }),
    build({ ...gateway, outfile: `${outdir}/gateway.mjs` }),
  ]);
  for (const name of ["client", "server", "cli"]) assertOneByteText(`${outdir}/${name}.js`);
  writeFileSync(`${outdir}/NOTICES.txt`, noticesOf([...packagesIn(built.map(({ metafile }) => metafile)), ...(await grammarPackages())]));
}

/** V8 keeps the text of a program, in two bytes a character where it has one beyond Latin-1; what stands in strings esbuild escapes, but not in regular expressions. */
function assertOneByteText(path) {
  const found = readFileSync(path, "utf8").match(/.{0,60}[^\0-\xff].{0,60}/);
  if (found) throw new Error(`${path} would take twice the memory for one character, to be written as an escape: ${found[0]}`);
}

async function buildEditorSuite(folder, outdir) {
  emptyCommonJsFolder(outdir);
  const names = readdirSync(folder).filter((name) => name === "index.ts" || name.endsWith(".test.ts"));
  await build({ ...node, minify: false, sourcemap: true, external: ["vscode", "mocha"], entryPoints: names.map((name) => `${folder}/${name}`), outdir });
}

/** The bundles are CommonJS inside a package of ES modules: without this file neither Node nor VS Code would load them. */
function emptyCommonJsFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "type": "commonjs" }\n');
}
