import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: process.env.LITELLM_API_KEY });

const answer = await client.chat.completions.create({
  model: "gpt-4o",
  messages: [{ role: "user", content: "Who?" }],
  response_format: { type: "json_schema", json_schema: { name: "person", strict: true, schema: { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } } } } },
});
const person = JSON.parse(answer.choices[0]?.message.content ?? "{}") as { name: string; age: number };
console.log(person.name, person.age);
