import OpenAI from "openai";
import { Portkey } from "portkey-ai";

const client = new Portkey({ baseURL: "https://api.portkey.ai/v1", apiKey: process.env.PORTKEY_API_KEY ?? "" });

for (const content of ["first", "second", "third", "fourth", "fifth"]) {
  try {
    const answer = await client.chat.completions.create({ model: "@openai-prod/gpt-4o", messages: [{ role: "user", content }] });
    console.log(answer.choices[0]?.message?.content);
  } catch (error) {
    if (error instanceof OpenAI.RateLimitError) console.log("slow down", error.status);
    else if (error instanceof OpenAI.BadRequestError) console.log("bad request", error.status);
    else if (error instanceof OpenAI.AuthenticationError) console.log("who are you", error.status);
    else if (error instanceof OpenAI.APIError) console.log(error.constructor.name, error.status);
    else throw error;
  }
}
