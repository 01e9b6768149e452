import os

from portkey_ai import Portkey

config = {
    "strategy": {"mode": "loadbalance"},
    "targets": [
        {"override_params": {"model": "@openai-prod/gpt-4o", "temperature": 0}},
        {"override_params": {"model": "@openai-prod/gpt-4o-mini", "max_tokens": 16}},
    ],
}
client = Portkey(api_key=os.environ["PORTKEY_API_KEY"], config=config)
for name in ("gpt-4", "small"):
    response = client.chat.completions.create(model=name, messages=[{"role": "user", "content": "Hello!"}])
    print(response.choices[0].message.content)
