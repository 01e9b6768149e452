# Retries that the module sets: two answers that ask to wait, then one.
# provider: [{"status": 429}, {"status": 503}]
# openai-client: {}
import litellm

litellm.num_retries = 2


def ask(text):
    return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": text}]).choices[0].message.content


print(ask("Hello!"))
