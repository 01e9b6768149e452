# A key that the program sets for LiteLLM alone.
import os

import litellm

os.environ.setdefault("OPENAI_API_KEY", "sk-fake-other-key")

print(litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
