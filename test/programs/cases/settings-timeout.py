# LiteLLM 1.82.6 lets a call wait, whatever the module says.
# provider: [{"delayMilliseconds": 2500}, {"delayMilliseconds": 2500}]
# differs: {"printed": "whatever it says; with the gateway the limit holds"}
# adapter: {"printed": "the adapter keeps the limit as well", "requests": "its client tries twice"}
import litellm

litellm.request_timeout = 1


try:
    litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])
    print("answered")
except Exception as error:
    print(getattr(error, "status_code", None))
