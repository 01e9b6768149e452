import OpenAI from "openai";

class Embedder {
  private readonly client: OpenAI;

  constructor() {
    this.client = new OpenAI({ baseURL: "http://localhost:4000", apiKey: "sk-1234" });
  }

  async embed(input: string[]): Promise<number[][]> {
    const { data } = await this.client.embeddings.create({ model: "embed", input, dimensions: 2 });
    return data.map(({ embedding }) => embedding);
  }
}

console.log(await new Embedder().embed(["a", "b"]));
