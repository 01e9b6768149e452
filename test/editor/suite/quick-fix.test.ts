// The guide's before-snippets: flagged, and fixed by the lightbulb.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyAction, closeAll, codeActions, diagnosticsWhen, openFile, openUntitled, quickFixes, ruleOf, withSettings } from "./editor.ts";

const program = 'from litellm import completion\n\nprint(completion(model="openai/gpt-4o", messages=[]).choices[0].message.content)\n';
const slugs = { providerSlugs: { openai: "openai-prod", anthropic: "anthropic-main" } };

/** Opens a file, chooses a fix at the first finding of a rule, and expects these lines and no finding but of the rules `left`. */
async function fixes(path: string, rule: string, title: RegExp, lines: readonly string[], left: readonly string[] = []): Promise<void> {
  const document = await openFile(path);
  const found = await diagnosticsWhen(document.uri, rule, (diagnostics) => diagnostics.some((diagnostic) => ruleOf(diagnostic) === rule));
  const diagnostic = found.find((candidate) => ruleOf(candidate) === rule);
  assert.ok(diagnostic);
  await applyAction(await quickFixes(document, diagnostic), title);
  assert.deepEqual(document.getText().split("\n"), [...lines, ""]);
  await diagnosticsWhen(document.uri, `what is left: ${left.join(", ") || "no finding"}`, (diagnostics) => diagnostics.map(ruleOf).join() === left.join());
}

suite("lightbulb", () => {
  teardown(closeAll);

  test("basic", async () => {
    await fixes(
      "python/basic.py",
      "litellm-completion",
      /^Rewrite to the Portkey SDK/,
      [
        "from portkey_ai import Portkey",
        "import os",
        "",
        'client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])',
        "",
        'os.environ["OPENAI_API_KEY"] = "sk-..."',
        "",
        "response = client.chat.completions.create(",
        '    model="@openai-prod/gpt-4o",',
        '    messages=[{"role": "user", "content": "Hello!"}]',
        ")",
        "print(response.choices[0].message.content)",
      ],
      ["litellm-environment"],
    );
  });

  test("streaming", async () => {
    await fixes("python/streaming.py", "litellm-completion", /^Rewrite to the Portkey SDK/, [
      "import os",
      "",
      "from portkey_ai import Portkey",
      "",
      'client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])',
      "",
      "for chunk in client.chat.completions.create(",
      '    model="@openai-prod/gpt-4o",',
      '    messages=[{"role": "user", "content": "Write a poem"}],',
      "    stream=True,",
      "):",
      '    print(chunk.choices[0].delta.content or "", end="")',
    ]);
  });

  test("async", async () => {
    await fixes("python/async_chat.py", "litellm-completion", /^Rewrite to the Portkey SDK/, [
      "import asyncio",
      "import functools",
      "import os",
      "",
      "from portkey_ai import AsyncPortkey",
      "",
      "",
      "@functools.cache",
      "def async_portkey_client() -> AsyncPortkey:",
      '    return AsyncPortkey(api_key=os.environ["PORTKEY_API_KEY"])',
      "",
      "",
      "async def main():",
      "    response = await async_portkey_client().chat.completions.create(",
      '        model="@openai-prod/gpt-4o",',
      '        messages=[{"role": "user", "content": "Hello!"}]',
      "    )",
      "    print(response.choices[0].message.content)",
      "",
      "",
      "asyncio.run(main())",
    ]);
  });

  test("TypeScript: an OpenAI client on a LiteLLM proxy, whose alias the workspace's proxy configuration resolves", async () => {
    await fixes("typescript/proxy-client.ts", "litellm-proxy-client", /^Point the client at Portkey/, [
      'import OpenAI from "openai";',
      "",
      "const client = new OpenAI({",
      '  baseURL: "https://api.portkey.ai/v1",',
      '  apiKey: process.env.PORTKEY_API_KEY ?? "",',
      "});",
      "",
      "const response = await client.chat.completions.create({",
      '  model: "@openai-prod/gpt-4o",',
      '  messages: [{ role: "user", content: "Hello!" }],',
      "});",
      "console.log(response.choices[0]?.message.content);",
    ]);
  });

  test("TypeScript: the npm package litellm", async () => {
    await fixes("typescript/litellm-client.ts", "litellm-completion", /OpenAI client/i, [
      'import OpenAI from "openai";',
      "",
      'const client = new OpenAI({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });',
      "",
      "const response = await client.chat.completions.create({",
      '  model: "@openai-prod/gpt-4o",',
      '  messages: [{ role: "user", content: "Hello!" }],',
      "});",
      "console.log(response.choices[0]?.message.content);",
    ]);
  });

  test("a suggested slug asks for a review, a mapped one is safe and preferred", async () => {
    const document = await openUntitled("python", program);
    const [, call] = await diagnosticsWhen(document.uri, "import and call", (diagnostics) => diagnostics.length === 2);
    assert.ok(call);
    const suggested = await quickFixes(document, call);
    assert.match(suggested.find((action) => /Portkey SDK/.test(action.title))?.title ?? "", /\(review\)$/);
    await withSettings(slugs, async () => {
      // The settings change makes the server look again; the new answer differs in the fix, not in the diagnostic.
      const mapped = await quickFixes(document, call);
      const fix = mapped.find((action) => /Portkey SDK/.test(action.title));
      assert.doesNotMatch(fix?.title ?? "(review)", /\(review\)/);
      assert.equal(mapped.filter((action) => action.isPreferred).length, 1);
    });
  });

  test("source.fixAll applies the safe fixes only", async () => {
    const document = await openUntitled("python", program);
    await diagnosticsWhen(document.uri, "import and call", (diagnostics) => diagnostics.length === 2);
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    assert.deepEqual(await codeActions(document.uri, everything, "source.fixAll.portkeyMigrate"), []);
    await withSettings(slugs, async () => {
      await applyAction(await codeActions(document.uri, everything, "source.fixAll.portkeyMigrate"), /./);
      assert.match(document.getText(), /@openai-prod\/gpt-4o/);
    });
  });

  test("fixes on save when the user asks for it", async () => {
    await withSettings(slugs, async () => {
      const document = await openFile("python/assistant.py");
      const before = document.getText();
      await diagnosticsWhen(document.uri, "findings", (diagnostics) => diagnostics.length > 0);
      const editor = vscode.workspace.getConfiguration("editor", document);
      await editor.update("codeActionsOnSave", { "source.fixAll.portkeyMigrate": "always" }, vscode.ConfigurationTarget.Workspace);
      try {
        await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(document.lineCount, 0), "\n"));
        await document.save();
        assert.match(document.getText(), /portkey_client\(\)\.chat\.completions\.create\(/);
        assert.match(document.getText(), /# facts, not prose/, "comments are kept");
      } finally {
        await editor.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace);
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), before);
        await vscode.workspace.applyEdit(edit);
        await document.save();
      }
    });
  });
});
