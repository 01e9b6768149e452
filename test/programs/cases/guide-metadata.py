# The guide's line on `metadata`.
from litellm import completion

response = completion(
    model="openai/gpt-4o",
    messages=[{"role": "user", "content": "Hello!"}],
    metadata={"user": "user-456", "environment": "production"},
)
print(response.choices[0].message.content)
