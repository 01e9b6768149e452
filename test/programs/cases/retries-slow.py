# The limit is one for each attempt: the first is too slow, the second is not.
# provider: [{"delayMilliseconds": 2500}]
from litellm import completion

response = completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], num_retries=1, timeout=1)
print(response.choices[0].message.content)
