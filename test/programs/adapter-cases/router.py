# provider: [{"model": "gpt-4o", "status": 404}, {"model": "gpt-4o", "status": 404}]
import asyncio

from litellm import Router

router = Router(
    model_list=[
        {"model_name": "large", "litellm_params": {"model": "openai/gpt-4o", "temperature": 0, "api_key": "sk-fake-provider-key"}},
        {"model_name": "small", "litellm_params": {"model": "openai/gpt-4o-mini", "max_tokens": 5}},
        {"model_name": "vectors", "litellm_params": {"model": "openai/text-embedding-3-small"}},
    ],
    fallbacks=[{"large": ["small"]}],
    model_group_alias={"big": "large"},
    num_retries=0,
)
messages = [{"role": "user", "content": "Hello!"}]
print(router.completion(model="small", messages=messages).choices[0].message.content)
print(router.completion(model="small", messages=messages, max_tokens=9, seed=3)["choices"][0]["message"]["content"])
print(router.completion("large", messages).choices[0].message.content)
print(len(router.embedding("vectors", ["a"], encoding_format="float").data))


async def main():
    options = {"stream": True}
    async for chunk in await router.acompletion(model="small", messages=messages, **options):
        print(chunk.choices[0].delta.content)


asyncio.run(main())
