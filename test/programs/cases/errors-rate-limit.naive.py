import os

import openai
from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])


def ask():
    return client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])


try:
    print(ask().choices[0].message.content)
except (openai.RateLimitError, openai.InternalServerError) as error:
    print("later", error.status_code)
