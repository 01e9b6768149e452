# openai-client: {}
import litellm

messages = [{"role": "user", "content": "Hello!"}]
print(litellm.completion(model="openai/gpt-4o", messages=messages, metadata={"team": "search"}, litellm_trace_id="trace-1").choices[0].message.content)
