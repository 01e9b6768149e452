import OpenAI from "openai";

class Answers {
  private static client: OpenAI | undefined;

  static start(): void {
    Answers.client = new OpenAI({ baseURL: "http://localhost:4000/v1", apiKey: "sk-1234" });
  }

  static async ask(content: string): Promise<string | null | undefined> {
    const answer = await Answers.client?.chat.completions.create({ model: "fast", messages: [{ role: "user", content }] });
    return answer?.choices[0]?.message.content;
  }
}

Answers.start();
console.log(await Answers.ask("Hello!"));
