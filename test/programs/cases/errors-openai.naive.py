import os

import openai
from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])

try:
    print(client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[{"role": "user", "content": "Hello!"}]).id)
except openai.APIStatusError as error:
    print(error.status_code)
