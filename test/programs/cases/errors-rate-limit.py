# A handler of a tuple, around a function that calls.
# provider: [{"status": 429, "model": "gpt-4o"}, {"status": 429, "model": "gpt-4o"}, {"status": 429, "model": "gpt-4o"}]
# accepted: {"requests": "LiteLLM's client tries three times"}
from litellm import completion
from litellm.exceptions import RateLimitError, ServiceUnavailableError


def ask():
    return completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])


try:
    print(ask().choices[0].message.content)
except (RateLimitError, ServiceUnavailableError) as error:
    print("later", error.status_code)
