// provider: [{"status": 500}, {"status": 500}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });

async function main() {
  try {
    await client.chat.completions.create({ model: "gpt-4o", messages: [] }, { maxRetries: 1 });
  } catch (error) {
    console.log((error as InstanceType<typeof OpenAI.APIError>).status);
  }
}

await main();
