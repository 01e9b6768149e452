# No answer in the end. Without the package `tenacity`, LiteLLM makes no more attempts than the client does.
# provider: [{"status": 503}, {"status": 503}, {"status": 503}, {"status": 503}, {"status": 503}, {"status": 503}]
from litellm import completion

try:
    completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}], num_retries=1)
    print("answered")
except Exception:
    print("no answer")
