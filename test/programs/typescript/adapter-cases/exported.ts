import OpenAI from "openai";

/** Others call it with names of models that this file does not show. */
export const client = new OpenAI({
  baseURL: process.env.LITELLM_BASE_URL,
  apiKey: process.env.LITELLM_API_KEY,
  maxRetries: 0, // the proxy tries again itself
});

export async function ask(model: string, more: object = {}) {
  const body = { model, messages: [{ role: "user" as const, content: "Hello!" }], ...more };
  const answer = await client.chat.completions.create(body);
  return answer.choices[0]?.message.content;
}

console.log(await ask("gpt-4o"), await ask("openai/gpt-4o-mini", { metadata: { team: "search" }, temperature: 0 }));
