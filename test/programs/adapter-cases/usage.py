# The last part of a stream holds the counts, and a choice without content.
import asyncio

import litellm

messages = [{"role": "user", "content": "one two"}]


async def main():
    stream = await litellm.acompletion(model="openai/gpt-4o", messages=messages, stream=True, stream_options={"include_usage": True})
    async for chunk in stream:
        usage = getattr(chunk, "usage", None)
        print(chunk.choices[0].delta.content, chunk.choices[0].finish_reason, usage and usage.total_tokens)


asyncio.run(main())
tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}]
message = litellm.completion(model="openai/gpt-4o", messages=messages, tools=tools).choices[0].message
print(message.content, message.tool_calls[0].id, message["tool_calls"][0]["function"]["arguments"], message.get("function_call"))
