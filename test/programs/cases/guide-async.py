# The guide's "Async".
import asyncio

import litellm


async def main():
    response = await litellm.acompletion(
        model="openai/gpt-4o",
        messages=[{"role": "user", "content": "Hello!"}]
    )
    print(response.choices[0].message.content)


asyncio.run(main())
