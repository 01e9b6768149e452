// What the grammars cannot read of TypeScript: where LiteLLM stands in it, a finding or a part that is told as unread says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/create-engine.ts";
import { plainContext } from "../support/context.ts";
import { testHost } from "../support/grammars.ts";

const engine = createEngine(testHost);

const forms: Readonly<Record<string, string>> = {
  "a type of a module": 'type Litellm = typeof import("litellm");\nexport const load = async (): Promise<Litellm> => await import("litellm");\n',
  "a member of an imported default": 'let ask: import("litellm").default.Completion;\n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a program that holds one
  "a tagged template with type arguments": 'const query = sql<Row>`select ${await completion({ model: "openai/gpt-4o", messages: [] })}`;\nimport { completion } from "litellm";\n',
  "export type *": 'export type * from "litellm";\n',
  "export type * as": 'export type * as litellm from "litellm";\n',
  "import attributes": 'import models from "litellm/models.json" with { type: "json" };\n',
  "an import that is deferred": 'import defer * as litellm from "litellm";\nlitellm.completion({ model: "openai/gpt-4o", messages: [] });\n',
  "an arbitrary module name": 'import { "complete it" as completion } from "litellm";\ncompletion({ model: "openai/gpt-4o", messages: [] });\n',
  "an accessor field": 'import { completion } from "litellm";\nclass A { accessor ask = completion; }\n',
  "a decorator before export": 'import { completion } from "litellm";\n@decorated export class A { ask = completion({ model: "openai/gpt-4o", messages: [] }); }\n',
  "an awaited call with type arguments": 'import { completion } from "litellm";\nawait completion<string>({ model: "openai/gpt-4o", messages: [] });\n',
  "a broken statement": 'import { completion } from "litellm";\nconst = completion({ model: "openai/gpt-4o", messages: [] };\n',
};

for (const [title, text] of Object.entries(forms)) {
  for (const grammar of ["typescript", "tsx"] as const) {
    test(`${grammar}: ${title} is not passed over in silence`, async () => {
      const { findings, partial, problems, skipped } = await (await engine).analyze({ uri: `file:///project/a.${grammar === "tsx" ? "tsx" : "ts"}`, grammar, text }, plainContext);
      assert.deepEqual([problems, skipped], [[], undefined]);
      assert.ok(findings.length + partial.length > 0, "neither a finding nor an unread part");
    });
  }
}
