# Two answers that ask to wait, then one: as many requests as LiteLLM makes.
# provider: [{"status": 429}, {"status": 503}]
# openai-client: {}
from litellm import completion

response = completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], num_retries=2)
print(response.choices[0].message.content)
