import OpenAI from "openai";

const client = new OpenAI({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });

const stream = await client.chat.completions.create({ model: "fast", messages: [{ role: "user", content: "one two three" }], stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  console.log(JSON.stringify(chunk.choices[0]?.delta.content), chunk.usage?.total_tokens);
}
