import asyncio

import litellm


async def main():
    async for event in await litellm.aresponses(input="one two three", model="openai/gpt-4o", stream=True):
        if event.type == "response.output_text.delta":
            print(repr(event.delta))
        elif event.type == "response.completed":
            print(event.response.usage.total_tokens)


asyncio.run(main())
