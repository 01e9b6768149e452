import asyncio

import litellm


async def main():
    async for chunk in await litellm.atext_completion(model="gpt-3.5-turbo-instruct", prompt="one two three", stream=True):
        print(repr(chunk["choices"][0]["text"] or ""))


asyncio.run(main())
