# A limit that the gateway keeps ends in a status.
# provider: [{"delayMilliseconds": 2500}, {"delayMilliseconds": 2500}, {"delayMilliseconds": 2500}]
# accepted: {"requests": "LiteLLM's client tries three times, the gateway once"}
import litellm

try:
    litellm.embedding(model="openai/text-embedding-3-small", input=["waves"], timeout=1.2)
    print("answered")
except litellm.Timeout:
    print("late")
