# adapter lacks: create_file
# openai-client: {}
import io

import litellm

lines = io.BytesIO(b'{"custom_id": "1"}\n')
lines.name = "requests.jsonl"
uploaded = litellm.create_file(file=lines, purpose="batch", custom_llm_provider="openai")
print(uploaded.id, uploaded.purpose, uploaded.bytes)
print(litellm.file_retrieve(file_id=uploaded.id, custom_llm_provider="openai").filename)
print([file.id for file in litellm.file_list(custom_llm_provider="openai").data])
print(litellm.file_content(file_id=uploaded.id, custom_llm_provider="openai").text)
print(litellm.file_delete(file_id=uploaded.id, custom_llm_provider="openai").deleted)
