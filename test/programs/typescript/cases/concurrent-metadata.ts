import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });

async function ask(user: string, content: string) {
  const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content }], metadata: { user } });
  return answer.choices[0]?.message.content;
}

// One after the other as well, so that what is told of the first cannot stick to the second.
console.log(await ask("alice", "one"), await ask("bob", "two"));
