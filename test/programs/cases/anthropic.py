# The gateway words the provider's request its own way.
# accepted: {"requests": "text as a string instead of a list of parts, and an empty system prompt"}
# keep-litellm: {"requests": "the same"}
from litellm import completion

response = completion(model="anthropic/claude-sonnet-4-5", max_tokens=64, messages=[{"role": "user", "content": "Hello!"}])
print(response.choices[0].message.content)
