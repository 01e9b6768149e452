import OpenAI from "openai";

const MODELS = { small: "fast", large: "smart" };
const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });

for (const model of Object.values(MODELS)) {
  const answer = await client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello!" }] });
  console.log(answer.choices[0].message.content);
}

const stream = await client.chat.completions.create({ model: MODELS.small, messages: [{ role: "user", content: "In pieces" }], stream: true });
for await (const chunk of stream) console.log(JSON.stringify(chunk.choices[0].delta.content));
