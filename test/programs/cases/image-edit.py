# accepted: {"requests": "LiteLLM names the field of one picture as that of several"}
# keep-litellm: {}
import asyncio

import litellm

with open("boat.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + b"\0" * 32)


async def draw(picture):
    return await litellm.aimage_edit(picture, "openai/gpt-image-1", "a red boat", quality="low")


with open("boat.png", "rb") as file:
    first = litellm.image_edit(image=file, prompt="a sail", model="openai/gpt-image-1", size="1024x1024", n=2, response_format="b64_json", timeout=20)
print([image.b64_json for image in first.data], first.created)
with open("boat.png", "rb") as one, open("boat.png", "rb") as other:
    print(litellm.image_edit([one, other], "both boats", "openai/gpt-image-1").data[0].url)
with open("boat.png", "rb") as file:
    print(asyncio.run(draw(file)).data[0].url)
