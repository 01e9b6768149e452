import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

const litellm = createOpenAICompatible({ name: "litellm", baseURL: "http://localhost:4000/v1", apiKey: process.env.LITELLM_API_KEY });
const { textStream } = streamText({ model: litellm("gpt-4o"), prompt: "one two three" });
for await (const part of textStream) console.log(JSON.stringify(part));
