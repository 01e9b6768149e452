# The text as it comes, whatever chunks it comes in.
# keep-litellm: {}
import litellm

for chunk in litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "one two three"}], stream=True):
    print(chunk.choices[0].delta.content or "", end="")
