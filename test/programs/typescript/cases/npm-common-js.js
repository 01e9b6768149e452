// portkey-sdk: {}
const { completion } = require('litellm')

async function main () {
  const answer = await completion({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }], stream: false })
  console.log(answer.choices[0].message.content)
}

main()
