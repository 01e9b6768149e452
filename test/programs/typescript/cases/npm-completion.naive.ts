import OpenAI from "openai";

const client = new OpenAI({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });
const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }], temperature: 0, stream: false });
console.log(answer.choices[0]?.message.content, answer.usage?.total_tokens);
