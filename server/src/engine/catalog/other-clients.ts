/** Packages that call providers past LiteLLM, by the start of the name that programs import: a key that is read beside them may be theirs. */
export const otherClients: readonly string[] =
  "openai anthropic groq google vertexai together cohere mistralai boto3 botocore aioboto3 dashscope huggingface_hub azure ollama replicate fireworks requests httpx aiohttp langchain llama_index".split(
    " ",
  );
