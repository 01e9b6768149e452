# A stream from the second model, which belongs to another provider.
# provider: [{"model": "gpt-4o", "status": 401}]
# differs: {"printed": "without text"}
import asyncio

import litellm


async def main():
    stream = await litellm.acompletion(
        model="openai/gpt-4o",
        messages=[{"role": "user", "content": "one two three"}],
        fallbacks=["openai/gpt-4o-mini"],
        stream=True,
    )
    async for chunk in stream:
        print(repr(chunk.choices[0].delta.content or ""))


asyncio.run(main())
