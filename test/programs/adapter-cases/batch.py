import litellm

questions = [[{"role": "user", "content": text}] for text in ("one", "two")]
print([answer.choices[0].message.content for answer in litellm.batch_completion(model="openai/gpt-4o", messages=questions, max_workers=1)])
