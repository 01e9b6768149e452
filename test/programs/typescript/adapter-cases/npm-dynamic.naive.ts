import OpenAI from "openai";

const client = new OpenAI({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });
for (const model of ["gpt-4o", "gpt-4o-mini"]) {
  const answer = await client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello!" }], temperature: 0 });
  console.log(answer.choices[0]?.message.content);
}
