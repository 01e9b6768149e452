import OpenAI from "openai";

const MODELS = { small: "fast", large: "smart" } as const;
const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });

for (const model of [MODELS.small, MODELS.large]) {
  const answer = await client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello!" }] });
  console.log(answer.choices[0]?.message.content);
}
