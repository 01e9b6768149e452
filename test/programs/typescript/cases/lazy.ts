import type OpenAI from "openai";

let client: OpenAI | undefined;

async function getClient(): Promise<OpenAI> {
  if (!client) {
    const { OpenAI } = await import("openai");
    client = new OpenAI({ baseURL: process.env.LITELLM_BASE_URL, apiKey: process.env.LITELLM_API_KEY });
  }
  return client;
}

const answer = await (await getClient()).chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] });
console.log(answer.choices[0]?.message.content);
