# differs: {"requests": "the gateway `/v1/rerank`"}
# adapter: {"requests": "the gateway asks another version of the same route"}
from litellm import rerank

ranked = rerank(model="cohere/rerank-english-v3.0", query="sea", documents=["a", "some waves", "ship"], top_n=2)
for result in ranked.results:
    print(result["index"], result["relevance_score"])
print(len(ranked["results"]), ranked.id)
