# provider: [{"status": 500}]
# differs: {"requests": "encoding_format=\"float\""}
# adapter: {"requests": "encoding_format=\"float\""}
import litellm

print(litellm.embedding(model="openai/text-embedding-3-small", input="one", max_retries=1).data[0]["embedding"])
