# differs: {"requests": "The model that OpenAI takes by default is named now"}
# adapter: {"requests": "The model that OpenAI takes by default is named now"}
import asyncio

import litellm


async def main():
    response = await litellm.amoderation(input="I will kill you")
    print(response.results[0].flagged, response.model)


asyncio.run(main())
