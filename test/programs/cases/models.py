# Models that only the run knows, by every strategy.
# beside: the adapter
# openai-client: {}
# keep-litellm: {}
import os

import litellm


class Agent:
    def __init__(self, model=None):
        self.model = model or os.environ.get("AGENT_MODEL", "openai/gpt-4o")

    def ask(self, question, **_):
        options = {"model": self.model, "messages": [{"role": "user", "content": question}]}
        return litellm.completion(**options).choices[0].message.content


for name in [None, "gpt-4o-mini", "openai/gpt-4.1"]:
    print(Agent(name).ask("Hello!"))
print(litellm.completion(model="openai/gpt-4o" if len(os.sep) == 1 else "gpt-4o", messages=[{"role": "user", "content": "Hi"}]).model)
