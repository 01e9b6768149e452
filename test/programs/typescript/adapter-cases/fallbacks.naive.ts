import OpenAI from "openai";

const client = new OpenAI({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "", maxRetries: 0 });

const body = { model: "@openai-prod/gpt-4o", messages: [{ role: "user" as const, content: "Hello!" }], fallbacks: ["@openai-prod/gpt-4o-mini"] };
const answer = await client.chat.completions.create(body);
console.log(answer.choices[0]?.message.content);
