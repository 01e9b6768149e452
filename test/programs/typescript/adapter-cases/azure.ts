import { AzureOpenAI } from "openai";

const client = new AzureOpenAI({ endpoint: "http://localhost:4000", apiKey: "sk-1234", apiVersion: "2024-06-01" });
const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] });
console.log(answer.choices[0]?.message.content);
