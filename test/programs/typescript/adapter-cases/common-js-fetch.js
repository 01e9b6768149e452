"use strict"
const { EOL } = require("node:os")

const models = { small: "fast", large: "smart" }

async function ask(model, options) {
  const answer = await fetch(`${process.env.LITELLM_BASE_URL}/v1/chat/completions`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${process.env.LITELLM_API_KEY}` },
    body: JSON.stringify({ model: models[model], messages: [{ role: "user", content: "Hello!" }], ...options }),
  })
  return (await answer.json()).choices[0].message.content
}

async function main() {
  for (const name of Object.keys(models)) process.stdout.write((await ask(name, { temperature: 0 })) + EOL)
}

main()
