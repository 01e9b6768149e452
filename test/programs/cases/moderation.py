import litellm

for text in ["good morning", "I will kill you"]:
    result = litellm.moderation(input=text, model="omni-moderation-latest").results[0]
    print(result.flagged, result.categories["violence"], result["category_scores"]["harassment"])
