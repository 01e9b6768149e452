// provider: [{"status": 500, "model": "gpt-4o"}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234", maxRetries: 0 });

const body = { model: "gpt-4o", messages: [{ role: "user" as const, content: "Hello!" }], fallbacks: ["fast"] };
const answer = await client.chat.completions.create(body);
console.log(answer.choices[0]?.message.content);
