# The guide's "Basic Completion".
from litellm import completion
import os

os.environ["OPENAI_API_KEY"] = "sk-fake-provider-key"

response = completion(
    model="openai/gpt-4o",
    messages=[{"role": "user", "content": "Hello!"}]
)
print(response.choices[0].message.content)
