# A stream put together by the adapter's function, which takes the chunks of any client.
# beside: the adapter
# openai-client: {}
import litellm
from litellm import stream_chunk_builder

messages = [{"role": "user", "content": "one two"}]
chunks = []
for chunk in litellm.completion(model="openai/gpt-4o", messages=messages, stream=True, stream_options={"include_usage": True}):
    chunks.append(chunk)
whole = stream_chunk_builder(chunks, messages)
print(whole.choices[0].message.content, whole.choices[0].finish_reason, whole.usage.total_tokens, whole.model)
print(whole.choices[0].message.to_dict()["content"])
