import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: process.env.LITELLM_API_KEY });

const answer = await client.responses.create({ model: "gpt-4o", input: "Hello!" });
console.log(answer.output_text, answer.status);
