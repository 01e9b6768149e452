const LITELLM_BASE_URL = process.env.LITELLM_BASE_URL;

export async function embed(model, input) {
  const answer = await fetch(`${LITELLM_BASE_URL}/v1/embeddings`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${process.env.LITELLM_API_KEY}` },
    body: JSON.stringify({ model, input }),
  });
  return (await answer.json()).data.length;
}

console.log(await embed("openai/text-embedding-3-small", ["one", "two"]));
