# The guide's "Retries": the provider is overloaded once.
# provider: [{"status": 503}]
from litellm import completion

messages = [{"role": "user", "content": "Hello!"}]
response = completion(
    model="openai/gpt-4o",
    messages=messages,
    num_retries=3
)
print(response.choices[0].message.content)
