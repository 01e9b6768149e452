# The first model fails, the second is not there, the third answers.
# provider: [{"model": "gpt-4o", "status": 400}, {"model": "gpt-4.1", "status": 404}]
from litellm import completion

response = completion(
    model="openai/gpt-4o",
    messages=[{"role": "user", "content": "Hello!"}],
    fallbacks=["openai/gpt-4.1", {"model": "openai/gpt-4o-mini", "temperature": 0, "api_key": "sk-fake-provider-key"}],
    temperature=1,
)
print(response.choices[0].message.content, response.model)
