import asyncio

import litellm

question = [{"role": "user", "content": "Hello!"}]
answer = litellm.completion(model="gpt-4o", messages=question, mock_response="Hello yourself!", temperature=0)
print(answer.choices[0].message.content, answer.choices[0].message.role, answer.choices[0].finish_reason, answer.model, answer.usage.total_tokens)
print(type(answer).__name__, len(answer.choices), answer.choices[0].message.tool_calls, answer["object"], answer.id[:9])
several = asyncio.run(litellm.acompletion("gpt-4o", question, n=2, mock_response="Twice"))
print([(choice.index, choice.message.content) for choice in several.choices])
