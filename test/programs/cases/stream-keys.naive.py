import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
messages = [{"role": "user", "content": "one two three"}]
for chunk in client.chat.completions.create(model="@openai-prod/gpt-4o", messages=messages, stream=True):
    print(repr(chunk["choices"][0]["delta"]["content"] or ""))
