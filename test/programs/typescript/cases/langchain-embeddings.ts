import { OpenAIEmbeddings } from "@langchain/openai";

const embeddings = new OpenAIEmbeddings({ model: "embed", apiKey: "sk-1234", configuration: { baseURL: "http://localhost:4000/v1" } });
console.log(await embeddings.embedQuery("x"));
