import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
print(client.with_options(request_timeout=30).embeddings.create(model="@openai-prod/text-embedding-3-small", input="one", encoding_format="float").data[0].embedding)
