# keep-litellm: {}
from litellm import text_completion

answer = text_completion(model="openai/gpt-3.5-turbo-instruct", prompt="Say hello", max_tokens=9, temperature=0)
print(answer["choices"][0]["text"], answer.choices[0].finish_reason, answer.usage.total_tokens)
print(text_completion("Twice", "gpt-3.5-turbo-instruct", 1).choices[0].text)
