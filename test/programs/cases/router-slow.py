# A limit of one second for each attempt: the first is too slow.
# provider: [{"delayMilliseconds": 2500}]
from litellm import Router

router = Router(model_list=[{"model_name": "one", "litellm_params": {"model": "openai/gpt-4o"}}], timeout=1, num_retries=1)
print(router.completion(model="one", messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
