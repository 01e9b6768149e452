import OpenAI from "openai";

const options = { baseURL: "http://localhost:4000/v1", apiKey: "sk-1234", timeout: 5000 };
const client = new OpenAI(options);

for await (const chunk of await client.chat.completions.create({ model: "smart", messages: [{ role: "user", content: "one two" }], stream: true })) console.log(JSON.stringify(chunk.choices[0]?.delta.content));
