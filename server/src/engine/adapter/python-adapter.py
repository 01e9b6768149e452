import asyncio
import os
import re
from functools import cache
from typing import Any, Optional
from weakref import WeakKeyDictionary

from portkey_ai import AsyncPortkey, Portkey, openai

# The slug in Portkey's Model Catalog for each prefix of LiteLLM.
PROVIDER_SLUGS = {
    "openai": "openai-prod",
}

# Models that have a name of their own in Portkey.
MODEL_MAP = {
    "fast": "@openai-prod/gpt-4o-mini",
}

# What LiteLLM takes a name without a prefix for.
BARE_MODELS = {
    "openai": r"^gpt-",
}


def completion(model: str, messages: list[Any], **kwargs: Any) -> Any:
    """Send a chat request."""
    return _client().chat.completions.create(
        model=portkey_model(model), messages=messages, **kwargs
    )


async def acompletion(model: str, messages: list[Any], **kwargs: Any) -> Any:
    """Send a chat request."""
    return await _async_client().chat.completions.create(
        model=portkey_model(model), messages=messages, **kwargs
    )


def portkey_model(name: str) -> str:
    """Return the name in Portkey's Model Catalog of a model that LiteLLM knows."""
    if name in MODEL_MAP:  # when: MODEL_MAP
        return MODEL_MAP[name]  # when: MODEL_MAP
    if name.startswith("@"):
        return name
    prefix, slash, model = name.partition("/")
    if not slash or prefix not in PROVIDER_SLUGS:
        prefix, model = _bare_provider(name), name
    return f"@{PROVIDER_SLUGS[prefix]}/{model}"


def _bare_provider(name: str) -> str:
    for provider, pattern in BARE_MODELS.items():
        if re.search(pattern, name, re.IGNORECASE):
            return provider
    raise ValueError(f"Portkey's name of the model {name!r} is not known")


@cache
def _client() -> Portkey:
    return Portkey(api_key=os.environ["PORTKEY_API_KEY"])


# An asynchronous client belongs to the event loop that it was first used on.
_async_clients: WeakKeyDictionary[Any, AsyncPortkey] = WeakKeyDictionary()


def _async_client() -> AsyncPortkey:
    loop = asyncio.get_running_loop()
    if loop not in _async_clients:
        _async_clients[loop] = AsyncPortkey(api_key=os.environ["PORTKEY_API_KEY"])
    return _async_clients[loop]


class AuthenticationError(openai.AuthenticationError):
    """The provider or Portkey does not accept the key."""


class RateLimitError(openai.RateLimitError):
    """The provider or Portkey asks to wait."""


class ContextWindowExceededError(openai.BadRequestError):
    """The messages do not fit into the model's context window."""
