# A request that cannot be answered is not asked again.
# provider: [{"status": 400}, {"status": 400}]
from litellm import completion

try:
    completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], max_retries=2)
    print("answered")
except Exception as error:
    print(error.status_code)
