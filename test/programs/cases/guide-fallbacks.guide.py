# The config is the client's, and the request names no model; the engine gives it to this request alone, whose model stays in sight.
import os

from portkey_ai import Portkey

client = Portkey(
    api_key=os.environ["PORTKEY_API_KEY"],
    config={
        "strategy": {"mode": "fallback"},
        "targets": [
            {
                "override_params": {"model": "@openai-prod/gpt-4o"}
            },
            {
                "override_params": {"model": "@anthropic-main/claude-3-5-sonnet-20241022"}
            }
        ]
    }
)

messages = [{"role": "user", "content": "Hello!"}]
response = client.chat.completions.create(messages=messages)
print(response.choices[0].message.content)
