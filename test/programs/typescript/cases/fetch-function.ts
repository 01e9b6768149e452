const DEFAULT_URL = "http://localhost:4000";
const ROUTE = "/v1/chat/completions";

function baseUrl(): string {
  return (process.env.LITELLM_URL ?? DEFAULT_URL).replace(/\/$/, "");
}

const embeddingsUrl = (): string => `${baseUrl()}/embeddings`;

interface Answer {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}

async function ask(content: string, temperature?: number): Promise<string | undefined> {
  const body: Record<string, unknown> = { model: "gpt-4o", messages: [{ role: "user", content }] };
  if (temperature !== undefined) body.temperature = temperature;
  const response = await fetch(`${baseUrl()}${ROUTE}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${process.env.LITELLM_API_KEY}` },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as Answer).choices[0]?.message.content;
}

const vector = await fetch(embeddingsUrl(), {
  method: "POST",
  headers: { "Content-Type": "application/json", Authorization: `Bearer ${process.env.LITELLM_API_KEY}` },
  body: JSON.stringify({ model: "embed", input: "Hello!" }),
});

console.log(await ask("Hello!", 0.2), await ask("Hello again!"), vector.status);
