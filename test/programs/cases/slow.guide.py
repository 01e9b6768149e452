# Corrected: `request_timeout` is in milliseconds, where the guide has `request_timeout=30`. The engine keeps `timeout=30`, which the SDK takes in seconds.
import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"], request_timeout=30_000)
response = client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])
print(response.choices[0].message.content)
