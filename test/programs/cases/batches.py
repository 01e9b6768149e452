# accepted: {"requests": "LiteLLM sends `metadata: null` where a call gives none"}
# adapter lacks: create_batch
# openai-client: {"requests": "LiteLLM sends `metadata: null` where a call gives none"}
import litellm

batch = litellm.create_batch(completion_window="24h", endpoint="/v1/chat/completions", input_file_id="file-mock")
done = litellm.retrieve_batch(batch_id=batch.id, custom_llm_provider="openai", timeout=30)
print(done.status, done.output_file_id)
for each in litellm.list_batches(limit=1).data:
    print(each.id, each.request_counts.completed)
