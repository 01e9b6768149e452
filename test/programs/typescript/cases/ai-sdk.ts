import { createOpenAI } from "@ai-sdk/openai";
import { generateText } from "ai";

const litellm = createOpenAI({ baseURL: "http://localhost:4000/v1", apiKey: process.env.LITELLM_API_KEY });
const { text, usage } = await generateText({ model: litellm.chat("gpt-4o"), prompt: "Hello!" });
console.log(text, usage.totalTokens);
