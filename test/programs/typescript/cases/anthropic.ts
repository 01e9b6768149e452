// provider: [{"status": 400}]
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: "http://localhost:4000", apiKey: "sk-1234", maxRetries: 0 });

try {
  await client.messages.create({ model: "claude", max_tokens: 1, messages: [{ role: "user", content: "Too much" }] });
} catch (error) {
  console.log(error instanceof Anthropic.APIError, error instanceof Anthropic.BadRequestError);
}

const answer = await client.messages.create({ model: "claude", max_tokens: 100, messages: [{ role: "user", content: "Hello!" }], metadata: { user_id: "7" } });
console.log(answer.content, answer.stop_reason, answer.usage.output_tokens);

const stream = client.messages.stream({ model: "claude", max_tokens: 100, messages: [{ role: "user", content: "In pieces" }] });
stream.on("text", (text) => console.log(JSON.stringify(text)));
console.log((await stream.finalMessage()).content);
