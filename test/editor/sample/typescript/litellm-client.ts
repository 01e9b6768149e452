import { completion } from "litellm";

const response = await completion({
  model: "openai/gpt-4o",
  messages: [{ role: "user", content: "Hello!" }],
});
console.log(response.choices[0]?.message.content);
