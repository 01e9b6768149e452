// portkey-sdk: {}
import { completion } from "litellm";

const answer = await completion({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }], temperature: 0, stream: false });
console.log(answer.choices[0].message.content, answer.usage?.total_tokens);
