# Only where `litellm.cache` is set does LiteLLM cache. The open-source gateway that this runs through keeps no answers between requests.
from litellm import completion

for _ in range(2):
    response = completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], caching=True)
    print(response.choices[0].message.content)
