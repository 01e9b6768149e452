import OpenAI from "openai";

const { LITELLM_BASE_URL, LITELLM_API_KEY } = process.env;

class Assistant {
  private client: OpenAI | undefined;

  private getClient(): OpenAI {
    if (!this.client) {
      this.client = new OpenAI({ baseURL: LITELLM_BASE_URL, apiKey: LITELLM_API_KEY });
    }
    return this.client;
  }

  async ask(content: string): Promise<string | null | undefined> {
    const answer = await this.getClient().chat.completions.create({ model: "smart", messages: [{ role: "user", content }] });
    return answer.choices[0]?.message.content;
  }
}

const assistant = new Assistant();
console.log(await assistant.ask("one"), await assistant.ask("two"));
