import { completion, embedding } from "litellm";

const question = { messages: [{ role: "user" as const, content: "Hello!" }], temperature: 0, stream: false as const };

for (const model of ["gpt-4o", "gpt-4o-mini"]) {
  const answer = await completion({ model, ...question });
  console.log(answer.choices[0].message.content);
}

async function* words(model: string) {
  for await (const chunk of await completion({ model, messages: question.messages, stream: true })) yield chunk.choices[0].delta.content ?? "";
}
for await (const word of words("gpt-4o")) console.log(JSON.stringify(word));

const vectors = async (model: string, input: string[]) => (await embedding({ model, input })).data.map((each) => each.embedding);
console.log(await vectors("text-embedding-3-small", ["one", "two"]));
