# The big group fails, and the small one answers in its place; the other name of the big group has no fallback.
# provider: [{"model": "gpt-4o", "status": 400}, {"model": "gpt-4o-mini", "status": 503}, {"model": "gpt-4o", "status": 400}]
from litellm import Router

deployments = [
    {"model_name": "big", "litellm_params": {"model": "openai/gpt-4o", "temperature": 0}},
    {"model_name": "small", "litellm_params": {"model": "openai/gpt-4o-mini", "max_tokens": 16}},
    {"model_name": "last", "litellm_params": {"model": "openai/gpt-4.1"}},
]
router = Router(model_list=deployments, fallbacks=[{"big": ["small"]}, {"small": ["last"]}], model_group_alias={"gpt-4": "big"}, num_retries=0)

for name in ("big", "gpt-4", "small"):
    try:
        print(router.completion(model=name, messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
    except Exception as error:
        print(error.status_code)
