import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { createEngine } from "../engine/create-engine.ts";
import { rules } from "../engine/rules/index.ts";
import { createNodeHost } from "../host/node.ts";
import { holdsNothing } from "../host/prefilter.ts";
import { startServer } from "../lsp/server.ts";

/** Set by the build. */
declare const PRODUCT_VERSION: string;

/** Without the editor's arguments the server speaks over its own streams, as other editors expect of a command. */
if (!process.argv.slice(2).some((argument) => /^--(?:stdio|node-ipc|socket|pipe)\b/.test(argument))) process.argv.push("--stdio");

const connection = createConnection(ProposedFeatures.all);
// what escapes every handler must not end the session of an editor
process.on("unhandledRejection", (reason) => connection.console.error(`Unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}`));

startServer(connection, createNodeHost(), { version: PRODUCT_VERSION, rules, pageOf, holdsNothing, createEngine });

/** From the pages that the build copies beside the bundle. */
function pageOf(rule: string): string | undefined {
  const path = fileURLToPath(new URL(`./docs/rules/${rule}.md`, import.meta.url));
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
