import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
messages = [{"role": "user", "content": "Hello!"}]
print(client.chat.completions.create(model="@openai-prod/gpt-4o", messages=messages, metadata={"team": "search"}).choices[0].message.content)
