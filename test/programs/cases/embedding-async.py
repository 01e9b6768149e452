# differs: {"requests": "encoding_format=\"float\""}
# adapter: {"requests": "encoding_format=\"float\""}
import asyncio

from litellm import aembedding


async def embed(text):
    response = await aembedding("openai/text-embedding-3-small", [text], timeout=30, api_key="sk-fake-provider-key")
    return response.data[0]["embedding"]


async def main():
    print(await asyncio.gather(embed("one"), embed("two")))


asyncio.run(main())
