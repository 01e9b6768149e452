# LiteLLM swallows chunks without text; the gateway passes on what the provider sends.
# differs: {"printed": "without text"}
import litellm

for chunk in litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "one two three"}], stream=True):
    print(repr(chunk.choices[0].delta.content or ""))
