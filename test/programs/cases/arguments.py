# Arguments by way of dictionaries: the keys that LiteLLM alone takes go, the others arrive as they are.
# openai-client: {}
# keep-litellm: {}
import litellm

LIMITS = {"max_tokens": 40}


def ask(question, tools=None, key=None):
    options = {
        "model": "openai/gpt-4o",
        "messages": [{"role": "user", "content": question}],
        "drop_params": True,
    }
    if tools:
        options["tools"] = tools
    if key:
        options["api_key"] = key
    options.update(temperature=0, **LIMITS)
    return litellm.completion(**options, **({"stop": ["."]} if key else {})).choices[0].message.content


def embed(texts):
    options = dict(model="openai/text-embedding-3-small", input=texts, encoding_format="float")
    return [len(each["embedding"]) for each in litellm.embedding(**options).data]


tool = {"type": "function", "function": {"name": "search", "parameters": {"type": "object", "properties": {}}}}
print(ask("Hello!"), ask("Hello!", key="sk-fake-provider-key"))
print(ask("Hello!", tools=[tool]))
print(embed(["a", "b"]))
