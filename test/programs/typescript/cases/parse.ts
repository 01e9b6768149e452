import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: process.env.LITELLM_API_KEY });

const answer = await client.chat.completions.parse({
  model: "gpt-4o",
  messages: [{ role: "user", content: "Who?" }],
  response_format: { type: "json_schema", json_schema: { name: "person", schema: { type: "object", properties: { name: { type: "string" } } } } },
});
console.log(answer.choices[0]?.message.content);
