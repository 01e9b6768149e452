// provider: [{"delayMilliseconds": 4000}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });
const controller = new AbortController();
const started = Date.now();
setTimeout(() => controller.abort(), 1500);
try {
  await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] }, { signal: controller.signal });
} catch (error) {
  console.log(error instanceof OpenAI.APIUserAbortError, Date.now() - started < 3500);
}
