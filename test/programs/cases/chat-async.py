# Two requests at once on one event loop.
# openai-client: {}
# keep-litellm: {}
import asyncio

import litellm


async def ask(question: str) -> str:
    response = await litellm.acompletion(model="openai/gpt-4o-mini", messages=[{"role": "user", "content": question}])
    return response.choices[0].message.content


async def main() -> None:
    for answer in [await ask("one"), await ask("two")]:
        print(answer)


asyncio.run(main())
