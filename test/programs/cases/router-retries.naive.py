import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
try:
    print(client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
    print(client.embeddings.create(model="@openai-prod/text-embedding-3-small", input="one").data[0].embedding)
except Exception as error:
    print(type(error).__name__)
