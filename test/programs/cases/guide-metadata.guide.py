# The metadata are the client's; the engine gives them to this request alone.
import os

from portkey_ai import Portkey

client = Portkey(
    api_key=os.environ["PORTKEY_API_KEY"],
    metadata={
        "user": "user-456",
        "environment": "production"
    }
)
response = client.chat.completions.create(
    model="@openai-prod/gpt-4o",
    messages=[{"role": "user", "content": "Hello!"}]
)
print(response.choices[0].message.content)
