# The config is the client's; the engine gives it to this request alone, and adds 408 and 409, which LiteLLM tries again too.
import os

from portkey_ai import Portkey

client = Portkey(
    api_key=os.environ["PORTKEY_API_KEY"],
    config={
        "retry": {"attempts": 3, "on_status_codes": [429, 500, 502, 503, 504]}
    }
)

messages = [{"role": "user", "content": "Hello!"}]
response = client.chat.completions.create(
    model="@openai-prod/gpt-4o",
    messages=messages
)
print(response.choices[0].message.content)
