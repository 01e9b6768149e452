# provider: [{"status": 500}]
import litellm

litellm.num_retries = 2
litellm.drop_params = True
litellm.model_alias_map = {"fast": "openai/gpt-4o-mini"}
print(litellm.completion("fast", [{"role": "user", "content": "Hello!"}]).choices[0].message.content)
