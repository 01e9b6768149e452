import OpenAI from "openai";

class Answers {
  static readonly #client = new OpenAI({ baseURL: "http://localhost:4000/v1", apiKey: "sk-1234" });

  static async ask(content: string): Promise<string | null | undefined> {
    const answer = await this.#client.chat.completions.create({ model: "fast", messages: [{ role: "user", content }] });
    return answer.choices[0]?.message.content;
  }

  static async vector(input: string): Promise<number[] | undefined> {
    return (await Answers.#client.embeddings.create({ model: "embed", input })).data[0]?.embedding;
  }
}

console.log(await Answers.ask("Hello!"), await Answers.vector("Hello!"));
