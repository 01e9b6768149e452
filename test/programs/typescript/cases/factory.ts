import OpenAI from "openai";

function makeClient() {
  return new OpenAI({ baseURL: process.env.LITELLM_BASE_URL, apiKey: process.env.LITELLM_API_KEY });
}

const answer = await makeClient().chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] });
console.log(answer.choices[0]?.message.content);
const client = makeClient();
const { data } = await client.embeddings.create({ model: "embed", input: "x" });
console.log(data[0]?.embedding);
