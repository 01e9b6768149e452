# provider: [{"model": "gpt-4o-mini", "status": 400, "message": "This model's maximum context length is 8 tokens"}]
import litellm

larger = {"openai/gpt-4o-mini": "openai/gpt-4o"}
print(litellm.completion(model="openai/gpt-4o-mini", messages=[{"role": "user", "content": "Hello!"}], context_window_fallback_dict=larger).choices[0].message.content)
