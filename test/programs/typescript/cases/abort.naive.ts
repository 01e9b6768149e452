import { Portkey } from "portkey-ai";

const client = new Portkey({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });
const controller = new AbortController();
const started = Date.now();
setTimeout(() => controller.abort(), 1500);
try {
  await client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages: [{ role: "user", content: "Hello!" }] }, undefined, { signal: controller.signal });
} catch (error) {
  console.log(error instanceof Error, Date.now() - started < 3500);
}
