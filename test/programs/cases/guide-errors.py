# The guide's "Error Handling": the provider refuses for now.
# provider: [{"status": 429}, {"status": 429}, {"status": 429}, {"status": 429}]
# accepted: {"requests": "LiteLLM's client tries three times"}
import litellm
from litellm import completion

messages = [{"role": "user", "content": "Hello!"}]
try:
    response = completion(model="openai/gpt-4o", messages=messages)
except litellm.AuthenticationError:
    print("Bad API key")
except litellm.RateLimitError:
    print("Rate limited")
