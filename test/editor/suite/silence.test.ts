import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import * as vscode from "vscode";
import { closeAll, diagnosticsWhen, openFile, writeFile } from "./editor.ts";

/** What a process did that a network could see, as `network-log.mjs` writes it. */
interface Row {
  readonly program: string;
  readonly args: readonly string[];
  readonly kind: "start" | "connect" | "look up" | "datagram";
  readonly to: string;
}

const log = process.env.NETWORK_LOG;
const rows = (): Row[] =>
  readFileSync(log ?? "", "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** The extension host, in which the client runs, and the language server. */
const ours = { host: ({ args }: Row) => args.includes("--type=extensionHost"), server: ({ program }: Row) => /portkey-migrate[^/\\]*[/\\]dist[/\\]server\.js$/.test(program) };

// only an editor that was started with the log can be asked
if (log !== undefined)
  suite("silence", () => {
    teardown(closeAll);

    test("a hundred files are opened without a connection and without a look-up", async function () {
      this.timeout(120_000);
      const paths = Array.from({ length: 100 }, (_, index) => `silence/program_${index}.py`);
      const program = (index: number) => `from litellm import completion\n\nanswer = completion(model="openai/gpt-4o", api_base="http://127.0.0.1:9/v1", api_key="sk-${index}", messages=[])\n`;
      try {
        for (const [index, path] of paths.entries()) await writeFile(path, program(index));
        for (const path of paths) await openFile(path);
        // the server answers in the order of the questions
        const { uri } = await openFile(paths.at(-1) ?? "");
        await diagnosticsWhen(uri, "findings in the last file", (diagnostics) => diagnostics.length > 0);
        await vscode.commands.executeCommand("vscode.executeCodeLensProvider", (await openFile(paths[0] ?? "")).uri, 10);
        await vscode.commands.executeCommand("vscode.executeHoverProvider", (await openFile(paths[0] ?? "")).uri, new vscode.Position(2, 12));
        const told = rows();
        for (const [name, isOurs] of Object.entries(ours)) {
          assert.ok(
            told.some((row) => isOurs(row) && row.kind === "start"),
            `the log follows the ${name}`,
          );
          assert.deepEqual(
            told.filter((row) => isOurs(row) && row.kind !== "start"),
            [],
            name,
          );
        }
      } finally {
        await closeAll();
        await vscode.workspace.fs.delete(vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file("/nowhere"), "silence"), { recursive: true });
      }
    });

    test("the log would have told of a connection", async () => {
      await new Promise((done) => connect({ host: "127.0.0.1", port: 9 }).on("error", done).on("connect", done));
      assert.ok(rows().some((row) => ours.host(row) && row.kind === "connect" && row.to === "127.0.0.1:9"));
    });
  });
