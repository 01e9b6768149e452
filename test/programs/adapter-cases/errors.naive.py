import os

from openai import APIStatusError
from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
for _ in range(7):
    try:
        print(client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
    except APIStatusError as error:
        print(error.status_code)
