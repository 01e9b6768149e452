# A limit of the client's is a class of its own, caught above that of the connection.
# provider: [{"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}, {"delayMilliseconds": 1500}]
# accepted: {"requests": "LiteLLM's client tries three times, Portkey's SDK twice"}
import litellm

try:
    litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], timeout=0.4)
    print("answered")
except litellm.Timeout:
    print("late")
except litellm.APIConnectionError:
    print("unreachable")
