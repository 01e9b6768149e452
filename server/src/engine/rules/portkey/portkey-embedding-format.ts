import { defaultStrategy } from "../../settings.ts";
import { defineRule } from "../rule.ts";
import { namedValues, sdkCalls } from "./sdk-calls.ts";

export const portkeyEmbeddingFormat = defineRule({
  id: "portkey-embedding-format",
  title: "Embeddings without a format",
  why: "Portkey's Python SDK asks for base64 where no `encoding_format` is given and does not decode the answer: OpenAI's and Azure's vectors arrive as text.",
  languages: ["python"],
  severity: "warning",
  minutesByHand: 1,

  *detect(context) {
    const { facts, settings } = context;
    for (const { call, use } of sdkCalls(context)) {
      if (use.kind !== "method" || use.method !== "embeddings.create") continue;
      const { entries, isOpen } = namedValues(call, facts, 0);
      const last = call.arguments.at(-1);
      if (isOpen || !last || entries.some(({ name }) => name === "encoding_format")) continue;
      yield {
        span: call.span,
        focus: call.callee.span,
        message: "Without `encoding_format` the vectors may arrive as base64 text",
        symbol: call.callee.path,
        fixes: [
          {
            title: "Ask for numbers",
            strategy: defaultStrategy(settings, facts.language),
            safety: "unsafe",
            notes: ["The vectors are lists of numbers from now on: code that decodes their text has to go."],
            apply: (edit) => edit.addItem(last.span, `encoding_format=${edit.string("float")}`),
          },
        ],
      };
    }
  },
});
