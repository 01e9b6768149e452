# provider: [{"model": "gpt-4o", "status": 404}, {"model": "gpt-4o", "status": 404}]
import litellm

messages = [{"role": "user", "content": "Hello!"}]
answer = litellm.completion(model="openai/gpt-4o", messages=messages, fallbacks=["openai/gpt-4o-mini", "gpt-4.1"])
print(answer.choices[0].message.content)
options = {"fallbacks": [{"model": "openai/gpt-4o-mini", "temperature": 0}], "max_tokens": 5}
print(litellm.completion("openai/gpt-4o", messages, **options)["choices"][0]["message"]["content"])
