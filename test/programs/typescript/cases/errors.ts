// provider: [{"status": 429}, {"status": 400}, {"status": 401}, {"status": 404}]
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234", maxRetries: 0 });

for (const content of ["first", "second", "third", "fourth", "fifth"]) {
  try {
    const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content }] });
    console.log(answer.choices[0]?.message.content);
  } catch (error) {
    if (error instanceof OpenAI.RateLimitError) console.log("slow down", error.status);
    else if (error instanceof OpenAI.BadRequestError) console.log("bad request", error.status);
    else if (error instanceof OpenAI.AuthenticationError) console.log("who are you", error.status);
    else if (error instanceof OpenAI.APIError) console.log(error.constructor.name, error.status);
    else throw error;
  }
}
