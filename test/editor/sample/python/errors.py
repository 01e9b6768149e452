import litellm
from litellm import completion

messages = [{"role": "user", "content": "Hello!"}]

try:
    response = completion(model="openai/gpt-4o", messages=messages)
except litellm.AuthenticationError:
    print("Bad API key")
except litellm.RateLimitError:
    print("Rate limited")
