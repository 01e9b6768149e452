import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
response = client.embeddings.create(model="@openai-prod/text-embedding-3-small", input=["one", "two"], dimensions=4)
print(response.data[0].embedding, response["data"][1].index)
print([len(item.embedding) for item in response["data"]], response["usage"].prompt_tokens)
for item in response.data:
    print(item.object, item.embedding[0] * 2)
