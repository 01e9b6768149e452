import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
messages = [{"role": "user", "content": "Hello!"}]
answer = client.chat.completions.create(model="@openai-prod/gpt-4o", messages=messages, fallbacks=["@openai-prod/gpt-4o-mini"])
print(answer.choices[0].message.content)
