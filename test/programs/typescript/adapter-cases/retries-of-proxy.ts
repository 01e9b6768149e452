// provider: [{"status": 500}, {"status": 500}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234", maxRetries: 0 });
const options = { num_retries: 2 };
const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }], ...options });
console.log(answer.choices[0]?.message.content);
