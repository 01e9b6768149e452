import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: process.env.LITELLM_API_KEY });

const answer = await client.chat.completions.create({
  model: "gpt-4o",
  messages: [{ role: "user", content: "What is the weather in Paris?" }],
  tools: [
    {
      type: "function",
      function: { name: "weather", description: "Today's weather", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
    },
  ],
  tool_choice: "auto",
});
for (const call of answer.choices[0]?.message.tool_calls ?? []) {
  if (call.type === "function") console.log(call.id, call.function.name, JSON.parse(call.function.arguments));
}
