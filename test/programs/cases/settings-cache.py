# The module's cache answers the second time: the open-source gateway that this runs through keeps no answers between requests.
# adapter lacks: Cache
# accepted: {"requests": "one more, for the gateway has no cache here"}
import litellm
from litellm.caching.caching import Cache

litellm.cache = Cache(type="local", ttl=120)

for _ in range(2):
    print(litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
