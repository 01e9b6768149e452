# differs: {"printed": "without text"}
import litellm

messages = [{"role": "user", "content": "one two three"}]
for chunk in litellm.completion(model="openai/gpt-4o", messages=messages, stream=True):
    print(repr(chunk["choices"][0]["delta"]["content"] or ""))
for chunk in litellm.completion(model="openai/gpt-4o", messages=messages, stream=True):
    print(repr(chunk.choices[0]["delta"].get("content") or ""), end="")
