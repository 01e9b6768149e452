# accepted: {"requests": "LiteLLM says that nothing is streamed, which is what Anthropic does without the word"}
# adapter lacks: anthropic_messages
import asyncio

import litellm


async def main():
    answer = await litellm.anthropic_messages(
        model="anthropic/claude-sonnet-4-5",
        max_tokens=64,
        messages=[{"role": "user", "content": "Hello!"}],
        system="Be brief.",
    )
    print(answer["content"][0]["text"], answer["stop_reason"], answer["usage"]["output_tokens"], answer.get("role"))


asyncio.run(main())
