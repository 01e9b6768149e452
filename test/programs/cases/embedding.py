# LiteLLM asks for no encoding; the SDK asks for base64 unless it is told otherwise.
# differs: {"requests": "encoding_format=\"float\""}
# adapter: {"requests": "encoding_format=\"float\""}
# openai-client: {"requests": "the client asks for base64 and decodes it"}
# keep-litellm: {}
import litellm

response = litellm.embedding(model="openai/text-embedding-3-small", input=["one", "two"], dimensions=4)
print(response.data[0]["embedding"], response["data"][1]["index"])
print([len(item["embedding"]) for item in response["data"]], response["usage"]["prompt_tokens"])
for item in response.data:
    print(item["object"], item.get("embedding")[0] * 2)
