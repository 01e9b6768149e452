# Models and arguments that only the run knows.
import json

import litellm

settings = json.loads('{"temperature": 0.5, "api_key": "sk-fake-provider-key", "drop_params": true, "max_tokens": 7, "top_p": null, "metadata": {"team": "search", "tags": ["a", "b"]}, "user": "u1"}')


def ask(model: str, *messages: str, send=litellm.completion, **options):
    return send(model=model, messages=[{"role": "user", "content": each} for each in messages], **{**settings, **options})


for name in ["openai/gpt-4o", "gpt-4o-mini", "openai/gpt-4.1"]:
    print(ask(name, "Hello!", stop=["."]).choices[0].message.content)
print(ask("gpt-4o", "Hi", custom_llm_provider="openai").model)
