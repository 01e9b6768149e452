# accepted: {"requests": "the gateway sends an empty body to cancel a batch"}
# adapter lacks: acreate_batch
# openai-client: {"requests": "the gateway sends an empty body to cancel a batch"}
import asyncio

import litellm


async def main():
    batch = await litellm.acreate_batch(
        completion_window="24h",
        endpoint="/v1/chat/completions",
        input_file_id="file-mock",
        custom_llm_provider="openai",
        metadata={"team": "search"},
    )
    print(batch.id, batch.status, batch["request_counts"].total)
    done = await litellm.aretrieve_batch(batch.id, "openai")
    print(done.output_file_id, done.request_counts.completed)
    stopped = await litellm.acancel_batch(batch_id=batch.id)
    print(stopped.status)


asyncio.run(main())
