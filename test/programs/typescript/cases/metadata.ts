import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });

for (const content of ["with", "without"]) {
  const messages = [{ role: "user" as const, content }];
  const answer =
    content === "with"
      ? await client.chat.completions.create({ model: "gpt-4o", messages, metadata: { team: "search", user: "alice" } })
      : await client.chat.completions.create({ model: "gpt-4o", messages });
  console.log(answer.choices[0]?.message.content);
}
