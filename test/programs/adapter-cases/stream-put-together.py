import litellm

messages = [{"role": "user", "content": "one two"}]
chunks = list(litellm.completion(model="openai/gpt-4o", messages=messages, stream=True, stream_options={"include_usage": True}))
whole = litellm.stream_chunk_builder(chunks, messages=messages)
print(whole.choices[0].message.content, whole["choices"][0]["finish_reason"], whole.usage.total_tokens, whole.model)
print(litellm.stream_chunk_builder([]))
print(whole.choices[0].message.to_dict()["content"], '"role"' in whole.choices[0].message.to_json())
