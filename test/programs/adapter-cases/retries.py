# provider: [{"status": 429}, {"status": 429}]
import litellm

messages = [{"role": "user", "content": "Hello!"}]
print(litellm.completion(model="openai/gpt-4o", messages=messages, num_retries=2).choices[0].message.content)
