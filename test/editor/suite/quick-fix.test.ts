// The guide's before-snippets: flagged, and fixed by the lightbulb.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyAction, closeAll, codeActions, diagnosticsWhen, openFile, openUntitled, quickFixes, ruleOf, withSettings } from "./editor.ts";

const slugs = { providerSlugs: { openai: "openai-prod", anthropic: "anthropic-main" } };

async function fixFirst(document: vscode.TextDocument, rule: string, title: RegExp): Promise<void> {
  const diagnostics = await diagnosticsWhen(document.uri, rule, (found) => found.some((diagnostic) => ruleOf(diagnostic) === rule));
  const diagnostic = diagnostics.find((candidate) => ruleOf(candidate) === rule);
  assert.ok(diagnostic);
  await applyAction(await quickFixes(document, diagnostic), title);
}

suite("lightbulb", () => {
  teardown(closeAll);

  test("basic: one fix rewrites the call, the import and makes the client", async () => {
    const document = await openFile("python/basic.py");
    await fixFirst(document, "litellm-completion", /Portkey SDK/);
    assert.equal(
      document.getText(),
      `from portkey_ai import Portkey
import os

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])

os.environ["OPENAI_API_KEY"] = "sk-..."

response = client.chat.completions.create(
    model="@openai-prod/gpt-4o",
    messages=[{"role": "user", "content": "Hello!"}]
)
print(response.choices[0].message.content)
`,
    );
    await diagnosticsWhen(document.uri, "no finding is left", (diagnostics) => diagnostics.length === 0);
  });

  test("streaming", async () => {
    const document = await openFile("python/streaming.py");
    await fixFirst(document, "litellm-completion", /Portkey SDK/);
    assert.match(document.getText(), /client\.chat\.completions\.create\(/);
    await diagnosticsWhen(document.uri, "no finding is left", (diagnostics) => diagnostics.length === 0);
  });

  test("async", async () => {
    const document = await openFile("python/async_chat.py");
    await fixFirst(document, "litellm-completion", /Portkey SDK/);
    assert.match(document.getText(), /await async_portkey_client\(\)\.chat\.completions\.create\(/);
    assert.match(document.getText(), /AsyncPortkey/);
    await diagnosticsWhen(document.uri, "no finding is left", (diagnostics) => diagnostics.length === 0);
  });

  test("TypeScript: an OpenAI client on a LiteLLM proxy", async () => {
    await withSettings({ modelMap: { "gpt-4o": "@openai-prod/gpt-4o" } }, async () => {
      const document = await openFile("typescript/proxy-client.ts");
      await fixFirst(document, "litellm-proxy-client", /Portkey/);
      assert.match(document.getText(), /baseURL: "https:\/\/api\.portkey\.ai\/v1"/);
      assert.match(document.getText(), /process\.env\.PORTKEY_API_KEY/);
    });
  });

  test("TypeScript: the npm package litellm", async () => {
    const document = await openFile("typescript/litellm-client.ts");
    await fixFirst(document, "litellm-completion", /OpenAI client/);
    assert.match(document.getText(), /import OpenAI from "openai"/);
  });

  test("a suggested slug asks for a review, a mapped one is safe and preferred", async () => {
    const document = await openUntitled("python", 'from litellm import completion\n\nprint(completion(model="openai/gpt-4o", messages=[]).choices[0].message.content)\n');
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
    const document = await openUntitled("python", 'from litellm import completion\n\nprint(completion(model="openai/gpt-4o", messages=[]).choices[0].message.content)\n');
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
