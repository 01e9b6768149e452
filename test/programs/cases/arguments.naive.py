# The key and LiteLLM's own arguments stay in the dictionary, and so go to the provider in the body.
import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])

LIMITS = {"max_tokens": 40}


def ask(question, tools=None, key=None):
    options = {
        "model": "@openai-prod/gpt-4o",
        "messages": [{"role": "user", "content": question}],
        "drop_params": True,
    }
    if tools:
        options["tools"] = tools
    if key:
        options["api_key"] = key
    options.update(temperature=0, **LIMITS)
    return client.chat.completions.create(**options, **({"stop": ["."]} if key else {})).choices[0].message.content


def embed(texts):
    options = dict(model="@openai-prod/text-embedding-3-small", input=texts, encoding_format="float")
    return [len(each.embedding) for each in client.embeddings.create(**options).data]


tool = {"type": "function", "function": {"name": "search", "parameters": {"type": "object", "properties": {}}}}
print(ask("Hello!"), ask("Hello!", key="sk-fake-provider-key"))
print(ask("Hello!", tools=[tool]))
print(embed(["a", "b"]))
