// provider: [{"delayMilliseconds": 5000}, {"delayMilliseconds": 100}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234", timeout: 2000, maxRetries: 0 });

for (const content of ["slow", "quick enough"]) {
  try {
    const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content }] });
    console.log(answer.choices[0]?.message.content);
  } catch (error) {
    console.log(error instanceof OpenAI.APIConnectionTimeoutError);
  }
}
