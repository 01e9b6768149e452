// Portkey does not read the header that the client's own key goes in.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "", maxRetries: 0 });

const answer = await client.messages.create({ model: "@anthropic-main/claude-haiku-4-5", max_tokens: 100, messages: [{ role: "user", content: "Hello!" }] });
console.log(answer.content, answer.stop_reason, answer.usage.output_tokens);
