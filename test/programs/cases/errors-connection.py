# A provider that hangs up.
# provider: [{"hangsUp": true}, {"hangsUp": true}, {"hangsUp": true}]
# accepted: {"requests": "LiteLLM's client tries three times"}
import litellm

try:
    litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])
    print("answered")
except (litellm.InternalServerError, litellm.APIConnectionError):
    print("unreachable")
