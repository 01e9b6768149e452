import asyncio

from litellm import aspeech, speech

answer = speech(model="openai/tts-1", input="good morning", voice="alloy", speed=1.5)
answer.stream_to_file("morning.mp3")
with open("morning.mp3", "rb") as file:
    print(file.read())


async def main():
    answer = await aspeech("openai/tts-1", "good night", "alloy")
    print(answer.content)


asyncio.run(main())
