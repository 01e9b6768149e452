# LiteLLM's timeout is in seconds.
# provider: [{"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}]
# accepted: {"requests": "LiteLLM's client tries three times, Portkey's SDK twice"}
from litellm import completion

try:
    completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], timeout=0.4)
    print("answered")
except Exception as error:
    print("Timeout" in type(error).__name__)
