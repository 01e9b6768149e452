# A model by a name of the module's.
# openai-client: {}
import litellm

litellm.model_alias_map = {"fast": "openai/gpt-4o"}

print(litellm.completion(model="fast", messages=[{"role": "user", "content": "Hello!"}]).choices[0].message.content)
