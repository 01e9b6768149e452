import { Portkey } from "portkey-ai";

const client = new Portkey({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });

for (const content of ["with", "without"]) {
  const messages = [{ role: "user" as const, content }];
  const answer =
    content === "with"
      ? await client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages }, { metadata: { team: "search", user: "alice" } })
      : await client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages });
  console.log(answer.choices[0]?.message?.content);
}
