# openai-client: {}
import litellm

answer = litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], request_timeout=30).json()
print(answer["choices"][0]["message"]["content"], answer["usage"]["total_tokens"])
