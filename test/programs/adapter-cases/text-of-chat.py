# A chat model asked to complete a text.
import litellm

answer = litellm.text_completion(model="openai/gpt-4o", prompt="Say hello", max_tokens=9)
print(answer.choices[0].text, answer["choices"][0]["finish_reason"], answer.usage.total_tokens)
for chunk in litellm.text_completion(model="gpt-4o", prompt="one two", stream=True):
    print(repr(chunk.choices[0].text), end=" ")
