// portkey-sdk: {}
import { completion } from "litellm";

const stream = await completion({ model: "gpt-4o", messages: [{ role: "user", content: "one two three" }], stream: true });
for await (const chunk of stream) {
  console.log(JSON.stringify(chunk.choices[0].delta.content));
}
