# openai-client: {}
import asyncio

from litellm import acompletion


async def main() -> None:
    stream = await acompletion(model="openai/gpt-4o", messages=[{"role": "user", "content": "one two"}], stream=True)
    async for chunk in stream:
        print(chunk.choices[0].delta.content or "", end="")


asyncio.run(main())
