import os

from litellm import completion

MODEL = os.environ.get("MODEL", "openai/gpt-4o")

response = completion(
    model=MODEL,
    messages=[{"role": "user", "content": "Hello!"}],
)
print(response.choices[0].message.content)
