# Corrected: without `encoding_format` the SDK hands on base64 text; and items of the answer are objects.
import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
response = client.embeddings.create(model="@openai-prod/text-embedding-3-small", input=["Hello!"], encoding_format="float")
print(response.data[0].embedding)
