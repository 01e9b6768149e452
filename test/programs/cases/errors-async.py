# Handlers around awaited calls, directly and by way of a function.
# provider: [{"status": 429, "model": "gpt-4o"}, {"status": 429, "model": "gpt-4o"}, {"status": 429, "model": "gpt-4o"}]
# accepted: {"requests": "LiteLLM's client tries three times"}
import asyncio

import litellm


async def ask():
    try:
        answer = await litellm.acompletion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])
    except litellm.RateLimitError as error:
        return error.status_code
    return answer.choices[0].message.content


async def ask_another():
    return await litellm.acompletion(model="openai/gpt-4o-mini", messages=[{"role": "user", "content": "Hello!"}])


async def main():
    print(await ask())
    try:
        print((await ask_another()).choices[0].message.content)
    except litellm.RateLimitError:
        print("later")


asyncio.run(main())
