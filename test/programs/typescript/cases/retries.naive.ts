import { Portkey } from "portkey-ai";

const options = { baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "", maxRetries: 3 };
const client = new Portkey(options);
const answer = await client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages: [{ role: "user", content: "Hello!" }] });
console.log(answer.choices[0]?.message?.content);
