# A limit that the gateway keeps ends in a status.
# provider: [{"delayMilliseconds": 900}, {"delayMilliseconds": 900}, {"delayMilliseconds": 900}]
# accepted: {"requests": "LiteLLM's client tries three times, the gateway once"}
import litellm

try:
    litellm.embedding(model="openai/text-embedding-3-small", input=["waves"], timeout=0.3)
    print("answered")
except litellm.Timeout:
    print("late")
