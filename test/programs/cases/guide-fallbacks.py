# The guide's "Fallbacks": the first model fails.
# provider: [{"model": "gpt-4o", "status": 400}]
# differs: {"requests": "The provider anthropic needs `max_tokens`"}
# adapter: {"requests": "The provider anthropic needs `max_tokens`"}
from litellm import completion

messages = [{"role": "user", "content": "Hello!"}]
response = completion(
    model="openai/gpt-4o",
    messages=messages,
    fallbacks=["anthropic/claude-3-5-sonnet-20241022"]
)
print(response.choices[0].message.content)
