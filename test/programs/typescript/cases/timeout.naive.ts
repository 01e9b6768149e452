import { Portkey } from "portkey-ai";

const client = new Portkey({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "", requestTimeout: 2 });

for (const content of ["slow", "quick enough"]) {
  try {
    const answer = await client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages: [{ role: "user", content }] });
    console.log(answer.choices[0]?.message?.content);
  } catch {
    console.log(true);
  }
}
