# The guide's line on `litellm.embedding`.
# differs: {"requests": "encoding_format=\"float\""}
# adapter: {"requests": "encoding_format=\"float\""}
import litellm

response = litellm.embedding(model="openai/text-embedding-3-small", input=["Hello!"])
print(response.data[0]["embedding"])
