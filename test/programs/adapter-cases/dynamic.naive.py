import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
for name in ["@openai-prod/gpt-4o", "@openai-prod/gpt-4o-mini", "@openai-prod/gpt-4.1"]:
    print(client.chat.completions.create(model=name, messages=[{"role": "user", "content": "Hello!"}], api_key="sk-fake-provider-key", drop_params=True, stop=["."]).choices[0].message.content)
