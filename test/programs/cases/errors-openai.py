# LiteLLM's exceptions inherit from those of the `openai` package, and so do Portkey's from its own copy of that.
# provider: [{"status": 401}]
import litellm
import openai

try:
    print(litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}]).id)
except openai.APIStatusError as error:
    print(error.status_code)
