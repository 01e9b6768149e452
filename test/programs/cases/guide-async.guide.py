# A client of the module; the engine makes it at the first call, so that the module can be imported without a key.
import asyncio
import os

from portkey_ai import AsyncPortkey

client = AsyncPortkey(
    api_key=os.environ["PORTKEY_API_KEY"]
)


async def main():
    response = await client.chat.completions.create(
        model="@openai-prod/gpt-4o",
        messages=[{"role": "user", "content": "Hello!"}]
    )
    print(response.choices[0].message.content)


asyncio.run(main())
