import OpenAI from "openai";

class Assistant {
  readonly #client = new OpenAI({ baseURL: process.env.LITELLM_BASE_URL, apiKey: process.env.LITELLM_API_KEY });

  async ask(content: string): Promise<string | null | undefined> {
    const answer = await this.#client.chat.completions.create({ model: "smart", messages: [{ role: "user", content }] });
    return answer.choices[0]?.message.content;
  }
}

const assistant = new Assistant();
console.log(await Promise.all([assistant.ask("one"), assistant.ask("two")]));
