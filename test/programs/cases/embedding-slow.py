# provider: [{"delayMilliseconds": 300}]
# A limit of thirty seconds is no limit of thirty milliseconds.
# differs: {"requests": "encoding_format=\"float\""}
# adapter: {"requests": "encoding_format=\"float\""}
import litellm

print(litellm.embedding(model="openai/text-embedding-3-small", input="one", timeout=30).data[0]["embedding"])
