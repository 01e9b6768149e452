# accepted: {"requests": "LiteLLM sends `null` for what is not given, which is what the API does without it"}
# adapter lacks: vector_stores
# openai-client: {"requests": "the same"}
import asyncio

import litellm

store = litellm.vector_stores.create(name="manuals", file_ids=["file-mock"], metadata={"kept": "by me"})
print(store["id"], store["status"], store["file_counts"]["completed"], store.get("name"))
found = litellm.vector_stores.search(vector_store_id=store["id"], query="sea", max_num_results=2)
for result in found["data"]:
    print(result["score"], result["filename"], result["content"][0]["text"])


async def ask():
    found = await litellm.vector_stores.asearch(store["id"], ["sea", "ship"], filters={"type": "eq", "key": "kind", "value": "log"})
    print(len(found["data"]))


asyncio.run(ask())
