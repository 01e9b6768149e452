# adapter: {"requests": "LiteLLM sends its own `provider_specific_fields` to the provider"}
import litellm

question = {"role": "user", "content": "Hello!"}
answer = litellm.completion(model="openai/gpt-4o", messages=[question]).choices[0].message
reply = litellm.completion(model="openai/gpt-4o", messages=[question, answer, {"role": "user", "content": "Again", "name": None}])
print(reply.choices[0].message.content, reply.usage.total_tokens, "usage" in reply, reply.get("nothing", 3))
print(litellm.completion(model="openai/gpt-4o", messages=[question, answer.model_dump(), question])["choices"][0]["message"]["role"])
