import { embedding } from "litellm";

const { data } = await embedding({ model: "text-embedding-3-small", input: ["one", "two"] });
console.log(data.length, data[0].embedding);
