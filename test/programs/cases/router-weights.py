# A third, two thirds and none: after some requests both have answered, and the third one never.
# accepted: {"requests": "which target is asked is decided by chance"}
from litellm import Router

router = Router(
    model_list=[
        {"model_name": "one", "litellm_params": {"model": "openai/gpt-4o", "weight": 1}},
        {"model_name": "one", "litellm_params": {"model": "openai/gpt-4.1", "weight": 2}},
        {"model_name": "one", "litellm_params": {"model": "openai/gpt-4o-mini", "weight": 0}},
    ],
)
answers = [router.completion(model="one", messages=[{"role": "user", "content": "Hello!"}]) for _ in range(40)]
print(sorted({answer.model for answer in answers}))
