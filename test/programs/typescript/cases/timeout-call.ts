// provider: [{"delayMilliseconds": 5000}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234", maxRetries: 0 });
const started = Date.now();
try {
  await client.chat.completions.create({ model: "gpt-4o", messages: [] }, { timeout: 1500 });
} catch (error) {
  console.log(error instanceof OpenAI.APIConnectionTimeoutError, Date.now() - started < 4500);
}
