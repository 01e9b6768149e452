import { OpenAI } from "openai";

const openai = new OpenAI({ apiKey: process.env.LITELLM_MASTER_KEY, baseURL: process.env.LITELLM_BASE_URL });

const { data, usage } = await openai.embeddings.create({ model: "embed", input: ["one", "two"] });
console.log(data.length, data[1]?.embedding, usage.total_tokens);
