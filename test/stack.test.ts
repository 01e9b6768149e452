import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { readableStack } from "../server/tools/readable-stack.ts";

test("the places of a stack are told as those of the sources", () => {
  const source = 'export function answer(question) {\n  throw new Error("boom " + question);\n}\n';
  const { code, map } = transformSync(source, { minify: true, sourcemap: "external", sourcefile: "../server/src/answer.ts" });
  const server = new SourceMap(JSON.parse(map));
  const column = code.indexOf("new Error") + 1;
  const stack = (program: string) => `Error: boom\n    at aq (/home/u/.vscode/extensions/x/${program}:1:${column})\n    at C:\\x\\dist\\cli.js:1:1\n    at node:internal/main:1:2\n`;
  const read = readableStack(stack("dist/server.js"), (name) => (name === "server" ? server : undefined));
  assert.equal(read, stack("dist/server.js").replace(`/home/u/.vscode/extensions/x/dist/server.js:1:${column}`, "server/src/answer.ts:2:9"));
  assert.equal(
    readableStack(stack("lib/server.js"), () => server),
    stack("lib/server.js").replace("C:\\x\\dist\\cli.js:1:1", "server/src/answer.ts:1:8"),
  );
});
