import { ChatOpenAI } from "@langchain/openai";

const model = new ChatOpenAI({ model: "gpt-4o", apiKey: process.env.LITELLM_API_KEY, configuration: { baseURL: "http://localhost:4000/v1" } });
const answer = await model.invoke("Hello!");
console.log(answer.content);
