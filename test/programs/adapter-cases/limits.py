# provider: [{"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}]
# adapter: {"requests": "LiteLLM's client tries three times, Portkey's SDK twice"}
import litellm

try:
    print(litellm.completion("openai/gpt-4o", [{"role": "user", "content": "Hello!"}], timeout=0.4).choices)
except litellm.Timeout as error:
    print("late", error.status_code, isinstance(error, litellm.APIConnectionError))
try:
    print(litellm.embedding("openai/text-embedding-3-small", ["one"], timeout=0.4).data)
except litellm.Timeout as error:
    print("late", error.status_code)
