import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: process.env.LITELLM_API_KEY });

const answer = await client.chat.completions.create({
  model: "gpt-4o", // the team's default
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello!" },
  ],
  temperature: 0.2,
  max_tokens: 50,
});
console.log(answer.choices[0]?.message.content, answer.usage?.total_tokens, answer.choices[0]?.finish_reason);
