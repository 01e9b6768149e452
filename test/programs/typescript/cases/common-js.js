"use strict"
const OpenAI = require("openai")

const client = new OpenAI({ baseURL: "http://0.0.0.0:4000/v1", apiKey: "sk-1234" })

async function main() {
  const answer = await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] })
  console.log(answer.choices[0].message.content)
}

main()
