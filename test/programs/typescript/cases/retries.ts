// provider: [{"status": 500}, {"status": 429}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.LITELLM_PROXY_URL + "/v1", apiKey: process.env.LITELLM_API_KEY, maxRetries: 3 });
const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] });
console.log(answer.choices[0]?.message.content);
