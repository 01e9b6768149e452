# Settings that go with the calls: help texts, parameters that a provider refuses, a key that is set in the program.
import os

import litellm

litellm.suppress_debug_info = True
litellm.drop_params = True
litellm.api_key = os.getenv("OPENAI_API_KEY")


def ask(text):
    litellm.set_verbose = False
    return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": text}], temperature=0.5).choices[0].message.content


print(ask("Hello!"))
