import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: process.env.LITELLM_API_KEY });

const stream = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "one two three four" }], stream: true });
let text = "";
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta.content ?? "";
  if (text.length > 10) stream.controller.abort();
}
console.log(text.length > 10);
