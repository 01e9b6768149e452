import { completion } from "litellm";

/** @type {{ temperature: number, stream: false }} */
const options = { temperature: 0, stream: false };
for (const model of ["gpt-4o", "gpt-4o-mini"]) {
  const answer = await completion({ model, messages: [{ role: "user", content: "Again" }], ...options });
  console.log(answer.choices[0].message.content);
}
