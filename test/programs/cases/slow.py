# provider: [{"delayMilliseconds": 300}]
# Slower than thirty milliseconds, faster than thirty seconds.
from litellm import completion

response = completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], timeout=30)
print(response.choices[0].message.content)
