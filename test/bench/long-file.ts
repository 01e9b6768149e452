import { Filler } from "./filler.ts";

/** A language that a long file is made in. */
export interface LongFileKind {
  readonly name: string;
  readonly languageId: string;
  readonly extension: string;
  readonly head: string;
  /** A definition that uses LiteLLM, numbered so that each is another. */
  readonly use: (index: number) => string;
  /** Other code of about so many characters. */
  readonly filler: (filler: Filler, size: number) => string;
}

export const python: LongFileKind = {
  name: "Python",
  languageId: "python",
  extension: "py",
  head: 'import os\n\nimport litellm\nfrom litellm import acompletion, completion\n\nMODEL = "openai/gpt-4o"\n\n\n',
  use: (index) =>
    [
      `async def answer_${index}(question, model=MODEL):`,
      "    try:",
      `        response = await acompletion(model="anthropic/claude-3-5-sonnet-20240620", messages=[{"role": "user", "content": question}], max_tokens=${index + 1})`,
      "    except litellm.Timeout:",
      '        response = completion(model=model, messages=[{"role": "user", "content": question}])',
      "    return response.choices[0].message.content\n\n\n",
    ].join("\n"),
  filler: (filler, size) => filler.pythonBody(size),
};

export const typescript: LongFileKind = {
  name: "TypeScript",
  languageId: "typescript",
  extension: "ts",
  head: 'import OpenAI from "openai";\n\nconst client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-fake" });\n\n',
  use: (index) =>
    [
      `export async function answer${index}(question: string): Promise<string | null> {`,
      '  const response = await client.chat.completions.create({ model: "anthropic/claude-3-5-sonnet-20240620", messages: [{ role: "user", content: question }] });',
      "  return response.choices[0]?.message.content ?? null;",
      "}\n\n",
    ].join("\n"),
  filler: (filler, size) => filler.typescriptBody(size),
};

export const tsx: LongFileKind = {
  ...typescript,
  name: "TSX",
  languageId: "typescriptreact",
  extension: "tsx",
  use: (index) =>
    [
      `export function Answer${index}({ question, model = "openai/gpt-4o" }: { readonly question: string; readonly model?: string }) {`,
      '  const [text, setText] = useState("");',
      '  const ask = async () => setText((await client.chat.completions.create({ model, messages: [{ role: "user", content: question }] })).choices[0]?.message.content ?? "");',
      "  return (",
      '    <section className="answer">',
      "      <button onClick={ask}>{question}</button>",
      "      <p>{text}</p>",
      "    </section>",
      "  );",
      "}\n\n",
    ].join("\n"),
  head: `import { useState } from "react";\n${typescript.head}`,
};

/** A file of just over so many lines, with a use of LiteLLM about every sixty. */
export function longFile(kind: LongFileKind, lines: number): string {
  const filler = new Filler(lines);
  const parts = [kind.head];
  for (let count = 0, index = 0; count < lines; index++) {
    parts.push(kind.use(index), kind.filler(filler, 1500));
    count += parts.slice(-2).reduce((sum, part) => sum + part.split("\n").length - 1, 0);
  }
  return parts.join("");
}
