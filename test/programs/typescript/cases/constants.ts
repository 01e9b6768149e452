// leaves: ["litellm-environment"]
import OpenAI from "openai";

const PROXY_URL = "http://localhost:4000";
const API_KEY = process.env.LITELLM_API_KEY ?? "sk-1234";

const client = new OpenAI({ baseURL: PROXY_URL, apiKey: API_KEY });

export async function ask(question: string) {
  const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: question }] });
  return answer.choices[0]?.message.content;
}

console.log(await ask("Hello!"));
