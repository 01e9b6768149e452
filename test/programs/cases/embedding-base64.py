# What is asked for in base64 stays base64.
import litellm

print(litellm.embedding(model="openai/text-embedding-3-small", input="one", encoding_format="base64").data[0]["embedding"])
