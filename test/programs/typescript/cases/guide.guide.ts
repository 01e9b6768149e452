// A header names the provider; the engine names it with the model, so that a second provider needs no second client.
// Corrected: an undefined key would make the client send `OPENAI_API_KEY` to the gateway.
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "https://api.portkey.ai/v1",
  apiKey: process.env.PORTKEY_API_KEY ?? "",
  defaultHeaders: { "x-portkey-provider": "@openai-prod" },
});
const response = await client.chat.completions.create({
  model: "gpt-4o",
  messages: [{ role: "user", content: "Hello!" }],
});
console.log(response.choices[0]?.message.content);
