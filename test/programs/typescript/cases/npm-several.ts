// portkey-sdk: {}
import { completion } from "litellm";

async function ask(content: string, temperature: number) {
  const answer = await completion({ model: "gpt-4o-mini", messages: [{ role: "user", content: `say ${content}` }], temperature, stream: false });
  console.log(answer.choices[0]?.message.content);
}

for (const [index, content] of ["one", "two", "three"].entries()) await ask(content, index / 2);
const last = await completion({ model: "gpt-4o", messages: [{ role: "user", content: "last" }], max_tokens: 20, stream: false });
console.log(last.choices[0]?.message.content, last.choices[0]?.finish_reason);
