import { createAnthropic } from "@ai-sdk/anthropic";
import { generateText } from "ai";

const litellm = createAnthropic({ baseURL: "http://localhost:4000/v1", apiKey: process.env.LITELLM_API_KEY });
const { text, usage } = await generateText({ model: litellm("claude"), prompt: "Hello!", maxOutputTokens: 100, maxRetries: 0 });
console.log(text, usage.outputTokens);
