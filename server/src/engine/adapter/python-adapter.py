import asyncio
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, wraps
from operator import attrgetter
from time import time
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Optional, TypedDict
from uuid import uuid4
from weakref import WeakKeyDictionary

import genai_prices
import httpx
import openai as own_openai
import tiktoken
from portkey_ai import AsyncPortkey, Portkey, openai
from portkey_ai._vendor.openai.types.responses import Response
from portkey_ai.api_resources import exceptions
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

# The slug in Portkey's Model Catalog for each prefix of LiteLLM.
PROVIDER_SLUGS: dict[str, str] = {
    "openai": "openai-prod",
}

# Models that have a name of their own in Portkey.
MODEL_MAP: dict[str, str] = {
    "fast": "@openai-prod/gpt-4o-mini",
}

# What LiteLLM takes a name without a prefix for.
BARE_MODELS: dict[str, str] = {
    "openai": r"^gpt-",
}

# The models of OpenAI that complete a text instead of a conversation.
TEXT_MODELS = r"^gpt-3\.5-turbo-instruct"

# What belongs into the request itself; what a provider understands beyond that is
# given in `extra_body`.
KNOWN_ARGUMENTS = frozenset("temperature top_p".split())

# Arguments of LiteLLM without a meaning here: keys and addresses of providers are in
# Portkey's Model Catalog, and the gateway leaves out what a provider does not support.
DROPPED_ARGUMENTS = frozenset("api_base api_key drop_params".split())

# How the arguments for LiteLLM's exporters of logs begin.
DROPPED_PREFIXES = ("langfuse_",)

# The answers after which the gateway tries again, as LiteLLM does.
RETRIED_STATUS_CODES = [429, 500]

# What the gateway allows at most, and what it keeps answers for at least.
MAX_RETRIES = 5

MIN_CACHE_SECONDS = 60

# What the gateway has ways of its own for, where a `Router` is told about it: it
# chooses by weight, and leaves no deployment alone because others failed there.
DROPPED_ROUTER_ARGUMENTS = frozenset("routing_strategy set_verbose".split())

# How often a `Router` tries again that is not told.
ROUTER_RETRIES = 2

# What `genai_prices` calls LiteLLM's providers; it finds others by their models.
PRICED_PROVIDERS: dict[str, str] = {
    "openai": "openai",
}

# What LiteLLM's settings of the same name say for all requests.
num_retries: Optional[int] = None

request_timeout: Optional[float] = None

fallbacks: Optional[list[Any]] = None

model_alias_map: dict[str, str] = {}

# Has no effect: the gateway leaves out what a provider does not support.
drop_params: bool = False


def completion(
    model: str, messages: Optional[list[Any]] = None, **arguments: Any
) -> Any:
    """Ask a chat model for a `ModelResponse`, or for its parts with `stream=True`."""
    if arguments.get("mock_response") is not None:
        return _mocked(model, **arguments)
    return _send(_chat(model, messages, arguments))


async def acompletion(
    model: str, messages: Optional[list[Any]] = None, **arguments: Any
) -> Any:
    """Ask a chat model for a `ModelResponse`, or for its parts with `stream=True`."""
    if arguments.get("mock_response") is not None:
        return _mocked(model, **arguments)
    return await _asend(_chat(model, messages, arguments))


def completion_with_retries(
    *positional: Any, num_retries: int = 3, **arguments: Any
) -> Any:
    """Ask a chat model up to `num_retries` times: so often does LiteLLM ask in all."""
    arguments["num_retries"] = num_retries - 1
    return completion(*positional, **arguments)


async def acompletion_with_retries(
    *positional: Any, num_retries: int = 3, **arguments: Any
) -> Any:
    """Ask a chat model up to `num_retries` times: so often does LiteLLM ask in all."""
    arguments["num_retries"] = num_retries - 1
    return await acompletion(*positional, **arguments)


def batch_completion(
    model: str, messages: list[Any], max_workers: int = 100, **arguments: Any
) -> list[Any]:
    """Ask about each list of messages at once; errors stand where answers would."""
    with ThreadPoolExecutor(max_workers=max_workers) as threads:
        waiting = [
            threads.submit(completion, model, each, **arguments) for each in messages
        ]
    return [answer.exception() or answer.result() for answer in waiting]


def text_completion(
    prompt: Any, model: str = "", best_of: Optional[int] = None, **arguments: Any
) -> Any:
    """Complete a text; chat models are asked with it as the user's message."""
    return _send(_text(prompt, model, {"best_of": best_of, **arguments}))


async def atext_completion(
    prompt: Any, model: str = "", best_of: Optional[int] = None, **arguments: Any
) -> Any:
    """Complete a text; chat models are asked with it as the user's message."""
    return await _asend(_text(prompt, model, {"best_of": best_of, **arguments}))


def embedding(model: str, input: Any = (), **arguments: Any) -> Any:
    """Turn texts into vectors."""
    return _send(_embedding(model, input, arguments))


async def aembedding(model: str, input: Any = (), **arguments: Any) -> Any:
    """Turn texts into vectors."""
    return await _asend(_embedding(model, input, arguments))


def image_generation(prompt: str, model: str = "dall-e-2", **arguments: Any) -> Any:
    """Draw pictures."""
    return _send(_image(prompt, model, arguments))


async def aimage_generation(
    prompt: str, model: str = "dall-e-2", **arguments: Any
) -> Any:
    """Draw pictures."""
    return await _asend(_image(prompt, model, arguments))


def image_edit(
    image: Any = None, prompt: str = "", model: Optional[str] = None, **arguments: Any
) -> Any:
    """Draw on a picture, or on several."""
    return _send(_image_edit(image, prompt, model, arguments))


async def aimage_edit(
    image: Any, model: Optional[str] = None, prompt: str = "", **arguments: Any
) -> Any:
    """Draw on a picture, or on several."""
    return await _asend(_image_edit(image, prompt, model, arguments))


def transcription(model: str, file: Any, **arguments: Any) -> Any:
    """Write down what is said in a recording."""
    return _send(_transcription(model, file, arguments))


async def atranscription(model: str, file: Any, **arguments: Any) -> Any:
    """Write down what is said in a recording."""
    return await _asend(_transcription(model, file, arguments))


def speech(
    model: str, input: str, voice: Optional[str] = None, **arguments: Any
) -> Any:
    """Read a text aloud."""
    return _send(_speech(model, input, {"voice": voice, **arguments}))


async def aspeech(
    model: str, input: str, voice: Optional[str] = None, **arguments: Any
) -> Any:
    """Read a text aloud."""
    return await _asend(_speech(model, input, {"voice": voice, **arguments}))


def moderation(input: Any, model: Optional[str] = None, **arguments: Any) -> Any:
    """Classify texts by what OpenAI does not allow."""
    return _send(_moderation(input, model, arguments))


async def amoderation(input: Any, model: Optional[str] = None, **arguments: Any) -> Any:
    """Classify texts by what OpenAI does not allow."""
    return await _asend(_moderation(input, model, arguments))


def rerank(model: str, query: str, documents: list[Any], **arguments: Any) -> Any:
    """Order documents by what they say about a question."""
    return _send(_rerank(model, query, documents, arguments))


async def arerank(
    model: str, query: str, documents: list[Any], **arguments: Any
) -> Any:
    """Order documents by what they say about a question."""
    return await _asend(_rerank(model, query, documents, arguments))


def responses(input: Any, model: str, **arguments: Any) -> Any:
    """Ask on the Responses API; with `stream=True` the events come one by one."""
    return _send(_response(input, model, arguments))


async def aresponses(input: Any, model: str, **arguments: Any) -> Any:
    """Ask on the Responses API; with `stream=True` the events come one by one."""
    return await _asend(_response(input, model, arguments))


def stream_chunk_builder(chunks: list[Any], messages: Any = None) -> Any:
    """Put the parts of a streamed answer together to a `ModelResponse`.

    It has the `usage` of the part that brings one: ask for it with
    `stream_options={"include_usage": True}`.
    """
    if not chunks:
        return None
    parts = [_fields(chunk) for chunk in chunks]
    answer = {name: parts[0].get(name) for name in ("id", "created", "model")}
    choices: dict[int, dict[str, Any]] = {}
    for part in parts:
        if part.get("usage"):
            answer["usage"] = part["usage"]
        for choice in part.get("choices") or []:
            index = choice.get("index") or 0
            whole = choices.setdefault(index, {"index": index, "message": {}})
            if choice.get("finish_reason"):
                whole["finish_reason"] = choice["finish_reason"]
            _add_delta(whole["message"], choice.get("delta") or {})
    answer["choices"] = [choices[index] for index in sorted(choices)]
    return ModelResponse.model_validate(answer)


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else _data(value)


def _add_delta(message: dict[str, Any], delta: dict[str, Any]) -> None:
    for name, value in delta.items():
        if value is None:
            continue
        if name == "tool_calls":
            for call in value:
                _add_tool_call(message.setdefault(name, []), call)
        elif name == "function_call":
            _add_delta(message.setdefault(name, {}), value)
        elif isinstance(value, str) and name not in ("role", "name"):
            message[name] = (message.get(name) or "") + value
        else:
            message[name] = value


def _add_tool_call(calls: list[dict[str, Any]], part: dict[str, Any]) -> None:
    call = next((each for each in calls if each["index"] == part.get("index")), None)
    if call is None:
        call = {"index": part.get("index"), "type": "function", "function": {}}
        calls.append(call)
    function = part.get("function") or {}
    call["id"] = call.get("id") or part.get("id")
    call["function"]["name"] = call["function"].get("name") or function.get("name")
    arguments = call["function"].get("arguments") or ""
    call["function"]["arguments"] = arguments + (function.get("arguments") or "")


def encode(model: str = "", text: str = "") -> list[int]:
    """Turn a text into tokens of `cl100k_base`, as LiteLLM does for most models."""
    return _encoding(model, "cl100k_base").encode(text, disallowed_special=())


def decode(model: str = "", tokens: Optional[list[int]] = None) -> str:
    """Turn tokens of `cl100k_base` into a text, as LiteLLM does for most models."""
    return _encoding(model, "cl100k_base").decode(tokens or [])


def token_counter(
    model: str = "",
    custom_tokenizer: None = None,
    text: Any = None,
    messages: Optional[list[Any]] = None,
    count_response_tokens: bool = False,
) -> int:
    """Count tokens by `tiktoken`; the answer's `usage` has the provider's number."""
    if custom_tokenizer is not None or (text is None) == (messages is None):
        raise TypeError("portkey_adapter counts either a text or messages, by tiktoken")
    encoding = _encoding(model)
    if messages is None:
        return _tokens(encoding, text if isinstance(text, str) else "".join(text))
    count = sum(_message_tokens(encoding, message) for message in messages)
    return count if count_response_tokens else count + 3


def _message_tokens(encoding: tiktoken.Encoding, message: Any) -> int:
    count = 3
    for name, value in _fields(message).items():
        if name == "tool_calls":
            texts = [str(call["function"].get("arguments", [])) for call in value or []]
        elif name == "content" and isinstance(value, list):
            texts = [_countable(part) for part in value]
        else:
            texts = [value] if isinstance(value, str) else []
        count += sum(_tokens(encoding, each) for each in texts)
        count += 1 if name == "name" and isinstance(value, str) else 0
    return count


def _countable(part: Any) -> str:
    if isinstance(part, str):
        return part
    if part.get("type") == "text":
        return str(part.get("text", ""))
    raise TypeError(f"portkey_adapter counts texts alone, not {part.get('type')}")


def _tokens(encoding: tiktoken.Encoding, text: str) -> int:
    return len(encoding.encode(text, disallowed_special=()))


def _encoding(model: str, name: Optional[str] = None) -> tiktoken.Encoding:
    has_own = r"llama-[23]|replicate|command-r|^claude-(?!3)"
    if re.search(has_own, model, re.IGNORECASE):
        raise ValueError(
            f"portkey_adapter has no tokenizer for {model}, for which LiteLLM has one"
            " of its own: take the number of the answer's usage"
        )
    if name is not None:
        return tiktoken.get_encoding(name)
    try:
        return tiktoken.encoding_for_model(model)
    except KeyError:
        return tiktoken.get_encoding("cl100k_base")


def completion_cost(
    completion_response: Any = None,
    model: Optional[str] = None,
    prompt: str = "",
    messages: Optional[list[Any]] = None,
    completion: str = "",
    custom_llm_provider: Optional[str] = None,
) -> float:
    """Give the price of an answer in dollars, as `genai_prices` has it."""
    answer = _fields(completion_response or {})
    name = model or answer.get("model") or ""
    if answer.get("usage") is not None:
        spent = _spent(answer["usage"])
    elif completion_response is None:
        text = None if messages else prompt
        spent = genai_prices.Usage(
            input_tokens=token_counter(name, text=text, messages=messages or None),
            output_tokens=token_counter(name, text=completion),
            cache_read_tokens=0,
        )
    else:
        raise ValueError("portkey_adapter takes the price of an answer with a usage")
    return float(_price(name, custom_llm_provider, spent).total_price)


def answer_cost(answer: Any) -> Any:
    """Give the price of an answer in dollars, or None where it is not known."""
    fields = _fields(answer)
    try:
        spent = _spent(fields.get("usage") or {})
        return float(_price(fields.get("model") or "", None, spent).total_price)
    except (LookupError, ValueError):
        return None


def _spent(usage: dict[str, Any]) -> genai_prices.Usage:
    details = usage.get("prompt_tokens_details") or {}
    return genai_prices.Usage(
        input_tokens=usage.get("prompt_tokens") or 0,
        output_tokens=usage.get("completion_tokens") or 0,
        cache_read_tokens=details.get("cached_tokens") or 0,
    )


def cost_per_token(
    model: str = "",
    prompt_tokens: int = 0,
    completion_tokens: int = 0,
    response_time_ms: Optional[float] = None,
    custom_llm_provider: Optional[str] = None,
    *,
    cache_read_input_tokens: int = 0,
) -> tuple[float, float]:
    """Give the price of what was asked and of what was answered, in dollars."""
    spent = genai_prices.Usage(
        input_tokens=prompt_tokens,
        output_tokens=completion_tokens,
        cache_read_tokens=cache_read_input_tokens or 0,
    )
    price = _price(model, custom_llm_provider, spent)
    return float(price.input_price), float(price.output_price)


def _price(
    model: str, provider: Optional[str], spent: genai_prices.Usage
) -> genai_prices.types.PriceCalculation:
    prefix, _, rest = model.partition("/")
    if rest and prefix in PRICED_PROVIDERS:
        provider, model = provider or prefix, rest
    known = PRICED_PROVIDERS.get(provider or "")
    return genai_prices.calc_price(spent, model_ref=model, provider_id=known)


def portkey_model(name: str) -> str:
    """Return what a model that LiteLLM knows by this name is called in Portkey."""
    name = model_alias_map.get(name, name)  # when: model_alias_map
    if name in MODEL_MAP:  # when: model_map
        return MODEL_MAP[name]  # when: model_map
    named = re.sub(r"^(openai|custom_openai|openai_like|litellm_proxy)/(?=@)", "", name)
    if re.match(r"@[A-Za-z0-9][\w.-]*/.", named):
        return named
    provider, model = _provider(name)
    if f"{provider}/{model}" in MODEL_MAP:  # when: model_map
        return MODEL_MAP[f"{provider}/{model}"]  # when: model_map
    if provider in ("openai", "aiohttp_openai"):  # when: openai
        model = model.removeprefix("responses/")  # when: openai
    if provider in ("azure", "azure_text"):  # when: azure
        model = _azure_deployment(model)  # when: azure
    if provider in ("bedrock", "bedrock_converse"):  # when: bedrock
        model = _bedrock_model(model)  # when: bedrock
    if provider in ("vertex_ai", "vertex_ai_beta"):  # when: vertex_ai
        model = _vertex_model(model)  # when: vertex_ai
    if provider == "fireworks_ai":  # when: fireworks_ai
        model = _fireworks_model(model)  # when: fireworks_ai
    if provider == "huggingface" and model.count("/") == 2:  # when: huggingface
        model = model.split("/", 1)[1]  # when: huggingface
    return f"@{PROVIDER_SLUGS[provider]}/{model}"


def _provider(name: str) -> tuple[str, str]:
    """Take a name apart as LiteLLM does: a known prefix, else a name it knows."""
    prefix, _, model = name.partition("/")
    foundry = r"command-r|mistral-(large|medium|small|tiny|nemo)|ministral|codestral"  # when: azure_ai
    if prefix == "azure" and re.match(foundry, model):  # when: azure_ai
        prefix = "azure_ai"  # when: azure_ai
    if prefix in PROVIDER_SLUGS and model and "*" not in model:
        return prefix, model
    for provider, pattern in BARE_MODELS.items():
        if re.search(pattern, name.removeprefix("responses/"), re.IGNORECASE):
            return provider, name
    raise ValueError(
        f"It is not known what the model {name!r} is called in Portkey: add its"
        " provider to `providerSlugs`, or the model to `modelMap`, in"
        " portkey-migrate.json, and regenerate this module"
    )


def _azure_deployment(model: str) -> str:
    """Return the deployment; the words before it tell LiteLLM how to call it."""
    *routes, deployment = model.split("/")
    known = {"o_series", "gpt5_series", "responses", "global-standard", "global"}
    if not deployment or not known.union(("data-zone", "eu", "us")).issuperset(routes):
        raise ValueError(f"{model!r} is not a deployment that LiteLLM documents")
    return deployment


def _bedrock_model(model: str) -> str:
    """Return the id without routes, regions and commitments, or from its ARN on."""
    arn = re.search(r"(^|/)(arn:.*)", model)
    if arn:
        return arn[2]
    *routes, model_id = model.split("/")
    known = (
        r"converse|invoke|converse_like|openai|\d+-month-commitment"
        r"|[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d"
    )
    if not model_id or not all(re.fullmatch(known, route) for route in routes):
        raise ValueError(f"{model!r} is not a model of Bedrock that Portkey calls")
    return model_id


def _vertex_model(model: str) -> str:
    """Return the name with its publisher; Google's own models have none."""
    publishers = {
        "anthropic.": r"(?:anthropic[/.])?(claude.*)",
        "meta.": r"(?i:(?:meta[/.])?(llama.*))",
        "mistralai.": r"(?:mistralai[/.])?((?:mistral|codestral|ministral)[^/]*)",
        "endpoints.": r"(?:(?:openai|gemini|endpoints)[/.])?(\d+)",
        "": r"(?:google[/.])?((?:gemini|gemma|imagen|imagegeneration|veo|medlm"
        r"|chat-bison|text-bison|code-bison|codechat-bison|code-gecko"
        r"|textembedding-gecko|text-embedding|text-multilingual-embedding"
        r"|multimodalembedding)[^/]*)",
    }
    for publisher, pattern in publishers.items():
        found = re.fullmatch(pattern, model)
        if found:
            return publisher + found[1]
    raise ValueError(f"The gateway knows no publisher on Vertex AI for {model!r}")


def _fireworks_model(model: str) -> str:
    """Return the full name: LiteLLM completes short ones, Portkey does not."""
    if model.startswith("accounts/"):
        return model
    if "/" in model:
        raise ValueError(f"{model!r} is no name of a model on Fireworks")
    return f"accounts/fireworks/models/{model}"


@dataclass(frozen=True)
class _Request:
    """A call in Portkey's words."""

    # The SDK's method, as an attribute of a client.
    method: str
    # The model in LiteLLM's words.
    model: str
    body: dict[str, Any]
    # What the client is told beside the body.
    options: dict[str, Any]
    # Gives the SDK's answer the form of LiteLLM's.
    answer: Callable[[Any, str], Any]
    # What is sent instead where the messages do not fit into the context window.
    larger: Optional["_Request"] = None


def _raising_litellm_errors(send: Callable[..., Any]) -> Callable[..., Any]:
    """Raise LiteLLM's errors instead of the SDK's."""

    @wraps(send)
    def raising(sender: Any) -> Any:
        try:
            return send(sender)
        except (openai.OpenAIError, exceptions.APIError) as error:
            raise _litellm_error(error, sender.model) from error

    return raising


def _araising_litellm_errors(send: Callable[..., Any]) -> Callable[..., Any]:
    """Raise LiteLLM's errors instead of the SDK's."""

    @wraps(send)
    async def raising(sender: Any) -> Any:
        try:
            return await send(sender)
        except (openai.OpenAIError, exceptions.APIError) as error:
            raise _litellm_error(error, sender.model) from error

    return raising


def _litellm_error(error: Exception, model: str) -> Exception:
    """Return LiteLLM's error for one of the SDK's, or that one itself."""
    status = getattr(error, "status_code", None)
    for kind in reversed(_LiteLLMError.kinds):
        if kind.stands_for(error, status):
            return kind.of(error, status, model)
    return error


@_raising_litellm_errors  # when: _LiteLLMError
def _send(request: _Request) -> Any:
    client = _client()
    if request.options:
        client = client.with_options(**request.options)
    try:
        answer = attrgetter(request.method)(client)(**request.body)
        return request.answer(answer, request.model)
    except openai.BadRequestError as error:
        if request.larger is None or not _exceeds_context_window(error):
            raise
    return _send(request.larger)


@_araising_litellm_errors  # when: _LiteLLMError
async def _asend(request: _Request) -> Any:
    client = _async_client()
    if request.options:
        client = client.with_options(**request.options)
    try:
        answer = await attrgetter(request.method)(client)(**request.body)
        return request.answer(answer, request.model)
    except openai.BadRequestError as error:
        if request.larger is None or not _exceeds_context_window(error):
            raise
    return await _asend(request.larger)


@cache
def _client() -> Portkey:
    return Portkey(api_key=os.environ["PORTKEY_API_KEY"])


# A client belongs to the event loop that its first request ran on.
_async_clients: WeakKeyDictionary[Any, AsyncPortkey] = WeakKeyDictionary()


def _async_client() -> AsyncPortkey:
    loop = asyncio.get_running_loop()
    if loop not in _async_clients:
        _async_clients[loop] = AsyncPortkey(api_key=os.environ["PORTKEY_API_KEY"])
    return _async_clients[loop]


def _mocked(
    model: str,
    mock_response: Any,
    n: Optional[int] = None,
    stream: Optional[bool] = None,
    **arguments: Any,
) -> Any:
    """Answer without a request, as LiteLLM does where a test gives the text."""
    # LiteLLM raises an error for some texts, which are names of its exceptions.
    is_error = re.match(r"litellm\.|Exception: ", str(mock_response))
    others = arguments.keys() & {"mock_tool_calls", "mock_timeout", "mock_delay"}
    if stream or others or is_error or not isinstance(mock_response, str):
        raise TypeError(
            "portkey_adapter answers with the text of mock_response, in one piece:"
            " for anything else replace its `completion` in the test"
        )
    message = {"role": "assistant", "content": mock_response}
    choice = {"finish_reason": "stop", "message": message}
    answer = {
        "id": f"chatcmpl-{uuid4()}",
        "created": int(time()),
        "model": model,
        "choices": [{**choice, "index": index} for index in range(n or 1)],
        "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
    }
    return ModelResponse.model_validate(answer)


def _chat(model: str, messages: Optional[list[Any]], arguments: dict) -> _Request:
    larger = (arguments.pop("context_window_fallback_dict", None) or {}).get(model)
    body = {"messages": [_plain_message(message) for message in messages or []]}
    request = _request("chat.completions.create", model, body, arguments, _chat_answer)
    response_format = request.body.get("response_format")
    if isinstance(response_format, type) and issubclass(response_format, BaseModel):
        request.body["response_format"] = _json_schema(response_format)
    if larger is not None:
        instead = {**request.body, "model": portkey_model(larger)}
        return replace(request, larger=replace(request, model=larger, body=instead))
    return request


def _plain_message(message: Any) -> Any:
    """Return a message as a dictionary without empty fields, as LiteLLM sends it."""
    if isinstance(message, BaseModel):
        return message.model_dump(exclude_none=True)
    return {key: value for key, value in message.items() if value is not None}


def _json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the response format that asks for an object of the class."""
    function: Any = openai.pydantic_function_tool(model)["function"]
    schema = {"name": model.__name__, "schema": function["parameters"], "strict": True}
    return {"type": "json_schema", "json_schema": schema}


def _chat_answer(answer: Any, model: str) -> Any:
    if _is_stream(answer):
        return CustomStreamWrapper(answer, model, _ChatChunks())
    return ModelResponse.model_validate(_data(answer))


class _ChatChunks:
    """Passes on what LiteLLM does of a stream: nothing without content."""

    def __init__(self) -> None:
        self.role: Optional[str] = "assistant"

    def __call__(self, chunk: Any) -> Any:
        part = ModelResponseStream.model_validate(_data(chunk))
        if not part.choices:
            part.choices = [StreamingChoices()]
        if part.get("usage"):
            part["usage"] = Usage.model_validate(part["usage"])
        choice = part.choices[0]
        delta = {**_data(choice.delta), "role": None, "refusal": None}
        if not (any(delta.values()) or choice.finish_reason or part.get("usage")):
            return None
        choice.delta.role, self.role = self.role, None
        choice.delta.content = choice.delta.content or None
        return part


def _text(prompt: Any, model: str, arguments: dict) -> _Request:
    provider = str(arguments.get("custom_llm_provider") or model.partition("/")[0])
    if provider.startswith("text-completion-") or provider == "azure_text":
        is_chat = False
    else:
        is_chat = not re.search(TEXT_MODELS, model.rpartition("/")[2])
    if not is_chat:
        body = {"prompt": prompt}
        return _request("completions.create", model, body, arguments, _text_answer)
    if not isinstance(prompt, str):
        raise TypeError(f"{model} is a chat model: it takes one prompt, as a text")
    message = {"role": "user", "content": prompt}
    return replace(_chat(model, [message], arguments), answer=_text_of_chat)


def _text_answer(answer: Any, model: str) -> Any:
    if _is_stream(answer):
        return CustomStreamWrapper(answer, model, _text_part)
    return _text_part(answer)


def _text_part(answer: Any) -> Any:
    return TextCompletionResponse.model_validate(_data(answer))


def _text_of_chat(answer: Any, model: str) -> Any:
    """Return a chat model's answer in the form of a completed text."""
    if _is_stream(answer):
        chunks = _ChatChunks()
        return CustomStreamWrapper(answer, model, lambda part: _text_of(chunks(part)))
    return _text_of(_chat_answer(answer, model))


def _text_of(answer: Any) -> Any:
    if answer is None:
        return None
    data = _data(answer)
    for choice in data["choices"]:
        choice["text"] = (choice.pop("message", None) or choice.pop("delta"))["content"]
    return TextCompletionResponse.model_validate({**data, "object": "text_completion"})


def _embedding(model: str, input: Any, arguments: dict) -> _Request:
    # Without a format the SDK asks for base64 and does not decode it.
    body = {"input": input, "encoding_format": "float"}
    answer = _answer_of(EmbeddingResponse)
    return _request("embeddings.create", model, body, arguments, answer)


def _image(prompt: str, model: str, arguments: dict) -> _Request:
    body = {"prompt": prompt}
    answer = _answer_of(ImageResponse)
    return _request("images.generate", model, body, arguments, answer)


def _image_edit(
    image: Any, prompt: str, model: Optional[str], arguments: dict
) -> _Request:
    body = {"image": image, "prompt": prompt}
    answer = _answer_of(ImageResponse)
    return _request("images.edit", model or "dall-e-2", body, arguments, answer)


def _transcription(model: str, file: Any, arguments: dict) -> _Request:
    # The SDK measures recordings that lie on the disk, and can send no others.
    on_disk = os.path.exists(str(getattr(file, "name", "")))
    method = "audio.transcriptions.create"
    method = method if on_disk else f"openai_client.{method}"
    body = {"file": file}
    if "whisper" in model:
        body["response_format"] = "verbose_json"
    answer = _answer_of(TranscriptionResponse)
    return _request(method, model, body, arguments, answer)


def _speech(model: str, input: str, arguments: dict) -> _Request:
    body = {"input": input}
    return _request(
        "audio.speech.create", model, body, arguments, lambda answer, _: answer
    )


def _moderation(input: Any, model: Optional[str], arguments: dict) -> _Request:
    model = model or "omni-moderation-latest"
    answer = _answer_of(_ModerationResponse)
    return _request("moderations.create", model, {"input": input}, arguments, answer)


def _rerank(model: str, query: str, documents: list, arguments: dict) -> _Request:
    body = {"query": query, "documents": documents, "return_documents": True}
    answer = _answer_of(RerankResponse)
    request = _request("post", model, body, arguments, answer)
    return replace(request, body={"url": "/rerank", **request.body})


def _response(input: Any, model: str, arguments: dict) -> _Request:
    # Here `metadata` is a part of OpenAI's request, which LiteLLM passes on.
    body = {"input": input, "metadata": arguments.pop("metadata", None)}
    return _request("responses.create", model, body, arguments, _response_answer)


def _response_answer(answer: Any, model: str) -> Any:
    if _is_stream(answer):
        return answer
    return ResponsesAPIResponse.construct(**_data(answer))


def _answer_of(kind: type[BaseModel]) -> Callable[[Any, str], Any]:
    return lambda answer, model: kind.model_validate(_data(answer))


def _is_stream(answer: Any) -> bool:
    return isinstance(answer, (openai.Stream, openai.AsyncStream))


def _data(answer: Any) -> dict[str, Any]:
    """Return what was received, without what was not."""
    return answer.model_dump(exclude_unset=True, warnings=False)


def _request(
    method: str,
    model: str,
    body: dict[str, Any],
    arguments: dict[str, Any],
    answer: Callable[[Any, str], Any],
) -> _Request:
    """Sort LiteLLM's arguments into the request, its options, and what goes."""
    given = {name: value for name, value in arguments.items() if value is not None}
    provider = given.get("custom_llm_provider")
    if provider and not model.startswith(f"{provider}/"):
        model = f"{provider}/{model}"
    portkey_name = portkey_model(model)
    for name in [name for name in given if _is_dropped(name)]:
        del given[name]
    options = _options(portkey_name, given)
    _set_timeout(method, given, options)
    for name in given.pop("additional_drop_params", ()):
        given.pop(name, None)
    extra = given.pop("extra_body", {})
    unknown = sorted(given.keys() - KNOWN_ARGUMENTS)
    if unknown:
        raise TypeError(
            f"portkey_adapter does not know what {', '.join(unknown)} means to the"
            " gateway; what is meant for the provider is given in extra_body"
        )
    body = {"model": portkey_name, **body, **given, **extra}
    body = {name: value for name, value in body.items() if value is not None}
    if portkey_name.startswith(f"@{PROVIDER_SLUGS['anthropic']}/"):  # when: anthropic
        _set_max_tokens(body)  # when: anthropic
    return _Request(method, model, body, options, answer)


def _is_dropped(name: str) -> bool:
    return name in DROPPED_ARGUMENTS or name.startswith(DROPPED_PREFIXES)


def _set_max_tokens(body: dict[str, Any]) -> None:
    """Limit the answer where the call does not: Anthropic demands it of a chat."""
    if "messages" in body and "max_completion_tokens" not in body:
        body.setdefault("max_tokens", 4096)


def _set_timeout(method: str, given: dict[str, Any], options: dict[str, Any]) -> None:
    """Limit a request: some methods in seconds, the others at the gateway."""
    timeout = given.pop("timeout", None)
    timeout = given.pop("request_timeout", None) if timeout is None else timeout
    timeout = request_timeout if timeout is None else timeout  # when: request_timeout
    if method.startswith(("chat.", "completions.", "images.", "responses.")):
        # LiteLLM's limit; the SDK has none.
        given["timeout"] = 600 if timeout is None else timeout
        return
    if isinstance(timeout, httpx.Timeout):
        timeout = timeout.read
    if timeout is not None:
        options["request_timeout"] = round(float(timeout) * 1000)


def _options(model: str, given: dict[str, Any]) -> dict[str, Any]:
    """Take the arguments that Portkey wants to know apart from the request."""
    options: dict[str, Any] = {}
    headers = {**given.pop("headers", {}), **given.pop("extra_headers", {})}
    if headers:
        # The gateway keeps headers to itself unless it is told to pass them on.
        options.update(headers, forward_headers=list(headers))
    for name in ("organization", "project"):
        if name in given:
            options[f"openai_{name}"] = given.pop(name)
    metadata = {**given.pop("metadata", {}), **given.pop("litellm_metadata", {})}
    tags = given.pop("tags", None)
    metadata.setdefault("tags", tags)
    for name in ("trace_id", "session_id", "litellm_session_id", "litellm_trace_id"):
        trace_id = given.pop(name, None) or metadata.pop(name, None)
        if trace_id is not None:
            options["trace_id"] = str(trace_id)
    for name in ("user_id", "trace_user_id"):
        if name in metadata:
            metadata["_user"] = metadata.pop(name)
    kept = {key: value for key, value in metadata.items() if value is not None}
    texts = {key: _text_value(value) for key, value in kept.items()}
    if texts:
        options["metadata"] = texts
    config = _config(model, given, options)
    if config:
        options["config"] = config
    return options


def _text_value(value: Any) -> str:
    """Portkey's metadata are texts of at most 128 characters."""
    text = ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return text[:128]


def _config(
    model: str, given: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """Return the gateway's part of what LiteLLM does: retries, fallbacks, a cache."""
    config: dict[str, Any] = {}
    retries = [given.pop(name, None) for name in ("num_retries", "max_retries")]
    retries = [count for count in retries if count is not None]
    retries = retries or [num_retries or 0]  # when: num_retries
    if any(retries):
        attempts = min(max(retries), MAX_RETRIES)
        codes = RETRIED_STATUS_CODES
        config["retry"] = {"attempts": attempts, "on_status_codes": codes}
    others = given.pop("fallbacks", None)
    others = fallbacks if others is None else others  # when: fallbacks
    others = (others or [])[: given.pop("max_fallbacks", None)]
    if others:
        config["strategy"] = {"mode": "fallback"}
        config["targets"] = [_target(each) for each in [model, *others]]
    cache_control = given.pop("cache", None) or {}
    caching = given.pop("caching", False)
    if "ttl" in cache_control:
        seconds = max(MIN_CACHE_SECONDS, int(cache_control["ttl"]))
        config["cache"] = {"mode": "simple", "max_age": seconds}
    elif caching:
        config["cache"] = {"mode": "simple"}
    if cache_control.get("no-cache"):
        options["cache_force_refresh"] = True
    if cache_control.get("namespace"):
        options["cache_namespace"] = cache_control["namespace"]
    return config


def _target(fallback: Any) -> dict[str, Any]:
    """Return the target of a fallback: a model, or a dictionary of arguments."""
    arguments = {"model": fallback} if isinstance(fallback, str) else dict(fallback)
    kept = {name: each for name, each in arguments.items() if not _is_dropped(name)}
    return {"override_params": {**kept, "model": portkey_model(arguments["model"])}}


class Router:
    """Models under names of their own; the gateway chooses among those of a name."""

    def __init__(
        self,
        model_list: Optional[list[Any]] = None,
        num_retries: Optional[int] = None,
        timeout: Optional[float] = None,
        fallbacks: Optional[list[Any]] = None,
        default_fallbacks: Optional[list[str]] = None,
        model_group_alias: Optional[dict[str, Any]] = None,
        default_litellm_params: Optional[dict[str, Any]] = None,
        cache_responses: Optional[bool] = None,
        **arguments: Any,
    ) -> None:
        unknown = sorted(arguments.keys() - DROPPED_ROUTER_ARGUMENTS)
        if unknown:
            raise TypeError(f"portkey_adapter's Router has no {', '.join(unknown)}")
        self.model_list = model_list or []
        self.fallbacks = fallbacks or []
        self.default_fallbacks = default_fallbacks or []
        self.model_group_alias = model_group_alias or {}
        self._defaults = {
            "num_retries": ROUTER_RETRIES if num_retries is None else num_retries,
            "timeout": timeout,
            "caching": cache_responses,
            **(default_litellm_params or {}),
        }

    def completion(self, model: str, messages: list[Any], **arguments: Any) -> Any:
        """Ask a chat model of this name."""
        return _send(self._chat(model, messages, arguments))

    async def acompletion(
        self, model: str, messages: list[Any], **arguments: Any
    ) -> Any:
        """Ask a chat model of this name."""
        return await _asend(self._chat(model, messages, arguments))

    def text_completion(self, model: str, prompt: Any, **arguments: Any) -> Any:
        """Complete a text with a model of this name."""
        return _send(self._text(model, prompt, arguments))

    async def atext_completion(self, model: str, prompt: Any, **arguments: Any) -> Any:
        """Complete a text with a model of this name."""
        return await _asend(self._text(model, prompt, arguments))

    def embedding(self, model: str, input: Any, **arguments: Any) -> Any:
        """Turn texts into vectors with a model of this name."""
        return _send(self._embedding(model, input, arguments))

    async def aembedding(self, model: str, input: Any, **arguments: Any) -> Any:
        """Turn texts into vectors with a model of this name."""
        return await _asend(self._embedding(model, input, arguments))

    def _chat(self, name: str, messages: list[Any], arguments: dict) -> _Request:
        return self._routed(
            name, arguments, lambda model, given: _chat(model, messages, given)
        )

    def _text(self, name: str, prompt: Any, arguments: dict) -> _Request:
        return self._routed(
            name, arguments, lambda model, given: _text(prompt, model, given)
        )

    def _embedding(self, name: str, input: Any, arguments: dict) -> _Request:
        return self._routed(
            name, arguments, lambda model, given: _embedding(model, input, given)
        )

    def _routed(
        self,
        name: str,
        arguments: dict[str, Any],
        request: Callable[[str, dict[str, Any]], _Request],
    ) -> _Request:
        """Return a request for a name's first model, with the others as targets."""
        given = {**self._defaults, **arguments}
        names = self._chain(name, given.pop("fallbacks", None) or self.fallbacks, [])
        groups = [self._group(each, arguments) for each in names]
        group = groups[0]
        if len(groups) > 1:
            group = {"strategy": {"mode": "fallback"}, "targets": groups}
        made = request(_full_name(self._deployments(name)[0]), given)
        config = {**made.options.get("config", {}), **group}
        return replace(made, options={**made.options, "config": config})

    def _chain(self, name: str, fallbacks: list[Any], before: list[str]) -> list[str]:
        """Return the names that are asked one after the other, each once."""
        chain = [*before, name]
        others = [each[key] for each in fallbacks for key in each if key == name]
        for other in others[0] if others else self.default_fallbacks:
            if other not in chain:
                chain = self._chain(other, fallbacks, chain)
        return chain

    def _deployments(self, name: str) -> list[dict[str, Any]]:
        alias = self.model_group_alias.get(name, name)
        group = alias["model"] if isinstance(alias, dict) else alias
        found = [
            each["litellm_params"]
            for each in self.model_list
            if each["model_name"] == group
        ]
        if not found:
            raise ValueError(f"{name!r} is no model of this Router")
        return found

    def _group(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        """Return the target that stands for a name: its deployments in their order."""
        levels: dict[float, list[dict[str, Any]]] = {}
        for deployment in self._deployments(name):
            order = deployment.get("order")
            levels.setdefault(float("inf") if order is None else order, []).append(
                deployment
            )
        targets = [_balanced(levels[order], given) for order in sorted(levels)]
        if len(targets) == 1:
            return targets[0]
        return {"strategy": {"mode": "fallback"}, "targets": targets}


def _balanced(deployments: list[dict[str, Any]], given: dict) -> dict[str, Any]:
    """Return the target that chooses among deployments by their weights."""
    targets = [_deployment(each, given) for each in deployments]
    if len(targets) == 1:
        return targets[0]
    names = [name for name in ("weight", "rpm", "tpm") if deployments[0].get(name)]
    weights = [each.get(names[0]) or 0 if names else 1 for each in deployments]
    weighed = [
        {**target, "weight": weight} for target, weight in zip(targets, weights)
    ]
    return {"strategy": {"mode": "loadbalance"}, "targets": weighed}


def _full_name(deployment: dict[str, Any]) -> str:
    provider, model = deployment.get("custom_llm_provider"), deployment["model"]
    return f"{provider}/{model}" if provider else model


def _deployment(parameters: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return a deployment as a target; what a request gives comes before its own."""
    of_choice = "model custom_llm_provider weight rpm tpm order timeout".split()
    own = {
        name: each
        for name, each in parameters.items()
        if each is not None and not _is_dropped(name) and name not in of_choice
    }
    retries = [own.pop(name, 0) for name in ("num_retries", "max_retries")]
    unknown = sorted(own.keys() - KNOWN_ARGUMENTS)
    if unknown:
        raise TypeError(f"the gateway has no {', '.join(unknown)} of a deployment")
    kept = {name: each for name, each in own.items() if name not in given}
    model = portkey_model(_full_name(parameters))
    target: dict[str, Any] = {"override_params": {**kept, "model": model}}
    if any(retries):
        codes = RETRIED_STATUS_CODES
        attempts = min(max(retries), MAX_RETRIES)
        target["retry"] = {"attempts": attempts, "on_status_codes": codes}
    if parameters.get("timeout") is not None:
        target["request_timeout"] = round(float(parameters["timeout"]) * 1000)
    return target


def _exceeds_context_window(error: Exception) -> bool:
    """Whether the provider says so, in words that LiteLLM looks for as well."""
    text = f"{getattr(error, 'code', None)} {error}".lower()
    return any(
        words in text
        for words in (
            "context_length_exceeded",
            "exceed context limit",
            "maximum context length",
            "maximum context limit",
            "longer than the model's context length",
            "input tokens exceed the configured limit",
            "exceeds the maximum number of tokens allowed",
        )
    )


class _Readable:
    """Reads attributes as items too."""

    def __getitem__(self, key: Any) -> Any:
        return getattr(self, key)

    def __setitem__(self, key: str, value: Any) -> None:
        setattr(self, key, value)

    def __contains__(self, key: str) -> bool:
        return hasattr(self, key)

    def get(self, key: str, default: Any = None) -> Any:
        """Return a field, or the default where there is none."""
        return getattr(self, key, default)


class _Answer(_Readable, BaseModel):
    """What a provider answers, with whatever fields it has beyond those named."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, fields: Any) -> Any:
        """Leave out what is None where there is a default, as LiteLLM does."""
        if not isinstance(fields, dict):
            return fields
        known = cls.model_fields.items()
        defaults = {name for name, field in known if field.default is not None}
        return {k: v for k, v in fields.items() if v is not None or k not in defaults}

    def json(self, **_: Any) -> Any:
        """Return the answer as a dictionary, as LiteLLM's `json` does."""
        return self.model_dump()

    def to_dict(self, mode: Any = "python", exclude_unset: bool = True) -> Any:
        """Return the answer as a dictionary, without what the provider left out."""
        return self.model_dump(mode=mode, exclude_unset=exclude_unset)

    def to_json(self, indent: Optional[int] = 2, exclude_unset: bool = True) -> str:
        """Return the answer as JSON, without what the provider left out."""
        return self.model_dump_json(indent=indent, exclude_unset=exclude_unset)


def _with_part(fields: Any, name: str, kind: type[BaseModel]) -> Any:
    """Return the fields with one as an object that an answer has only at times."""
    if isinstance(fields, dict) and isinstance(fields.get(name), dict):
        return {**fields, name: kind.model_validate(fields[name])}
    return fields


class FunctionCall(_Answer):
    """A call of a function that the model asks for."""

    arguments: str = ""
    name: Optional[str] = None


class Function(_Answer):
    """The function of a tool call and its arguments, which are JSON."""

    arguments: str = ""
    name: Optional[str] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class ChatCompletionMessageToolCall(_Answer):
    """A call of a tool that the model asks for."""

    id: str = Field(default="", validate_default=True)
    type: Optional[str] = "function"
    function: Function = Function()

    @field_validator("id", mode="before")
    @classmethod
    def _made_up(cls, id: Any) -> Any:
        """Name a call that the provider does not, as LiteLLM does."""
        return id or str(uuid4())

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class ChatCompletionDeltaToolCall(_Answer):
    """A part of a tool call."""

    index: int = 0
    id: Optional[str] = None
    type: Optional[str] = None
    function: Function = Function()


class ChatCompletionToolCallFunctionChunk(TypedDict, total=False):
    """The function of a part of a tool call, as a dictionary."""

    name: Optional[str]
    arguments: str
    provider_specific_fields: Optional[dict[str, Any]]


class ChatCompletionToolCallChunk(TypedDict):
    """A part of a tool call, as a dictionary."""

    id: Optional[str]
    type: Literal["function"]
    function: ChatCompletionToolCallFunctionChunk
    index: int


class PromptTokensDetailsWrapper(_Answer):
    """What the tokens of a prompt are."""

    audio_tokens: Optional[int] = None
    cached_tokens: Optional[int] = None
    image_tokens: Optional[int] = None
    text_tokens: Optional[int] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class CompletionTokensDetailsWrapper(_Answer):
    """What the tokens of an answer are."""

    accepted_prediction_tokens: Optional[int] = None
    audio_tokens: Optional[int] = None
    image_tokens: Optional[int] = None
    reasoning_tokens: Optional[int] = None
    rejected_prediction_tokens: Optional[int] = None
    text_tokens: Optional[int] = None


class Usage(_Answer):
    """Counts of tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0
    completion_tokens_details: Optional[CompletionTokensDetailsWrapper] = None
    prompt_tokens_details: Optional[PromptTokensDetailsWrapper] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class TopLogprob(_Answer):
    """A token that might have stood in another's place."""

    token: str = ""
    bytes: Optional[list[int]] = None
    logprob: float = 0.0


class ChatCompletionTokenLogprob(_Answer):
    """A token with the logarithm of its probability."""

    token: str = ""
    bytes: Optional[list[int]] = None
    logprob: float = 0.0
    top_logprobs: list[TopLogprob] = []


class ChoiceLogprobs(_Answer):
    """The tokens of an answer with the logarithms of their probabilities."""

    content: Optional[list[ChatCompletionTokenLogprob]] = None


class ChatCompletionAudioResponse(_Answer):
    """What a chat model says, as sound."""

    id: str = ""
    data: str = ""
    expires_at: int = 0
    transcript: str = ""


class Message(_Answer):
    """What a chat model says."""

    content: Optional[str] = None
    role: str = "assistant"
    tool_calls: Optional[list[ChatCompletionMessageToolCall]] = None
    function_call: Optional[FunctionCall] = None

    @model_validator(mode="before")
    @classmethod
    def _with_audio(cls, fields: Any) -> Any:
        return _with_part(fields, "audio", ChatCompletionAudioResponse)

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class Choices(_Answer):
    """One of the answers of a chat model."""

    finish_reason: Optional[str] = "stop"
    index: int = 0
    message: Message = Message()

    @model_validator(mode="before")
    @classmethod
    def _with_logprobs(cls, fields: Any) -> Any:
        return _with_part(fields, "logprobs", ChoiceLogprobs)

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class ModelResponse(_Answer):
    """The answer of a chat model."""

    id: Optional[str] = None
    created: Optional[int] = None
    model: Optional[str] = None
    object: str = "chat.completion"
    system_fingerprint: Optional[str] = None
    choices: list[Choices] = [Choices()]
    usage: Optional[Usage] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class Delta(_Answer):
    """A part of what a chat model says."""

    content: Optional[str] = None
    role: Optional[str] = None
    tool_calls: Optional[list[ChatCompletionDeltaToolCall]] = None
    function_call: Optional[FunctionCall] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class StreamingChoices(_Answer):
    """A part of one of the answers."""

    finish_reason: Optional[str] = None
    index: int = 0
    delta: Delta = Delta()
    logprobs: Optional[ChoiceLogprobs] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class ModelResponseStream(_Answer):
    """A part of the answer of a chat model."""

    id: Optional[str] = None
    created: Optional[int] = None
    model: Optional[str] = None
    object: str = "chat.completion.chunk"
    system_fingerprint: Optional[str] = None
    choices: list[StreamingChoices] = [StreamingChoices()]

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class CustomStreamWrapper:
    """The parts of an answer, for `for` or for `async for`."""

    def __init__(self, stream: Any, model: str, part: Callable[[Any], Any]) -> None:
        self.model = model
        self._stream = stream
        self._part = part

    def __iter__(self) -> "CustomStreamWrapper":
        return self

    def __aiter__(self) -> "CustomStreamWrapper":
        return self

    @_raising_litellm_errors  # when: _LiteLLMError
    def __next__(self) -> Any:
        while True:
            part = self._part(next(self._stream))
            if part is not None:
                return part

    @_araising_litellm_errors  # when: _LiteLLMError
    async def __anext__(self) -> Any:
        while True:
            part = self._part(await self._stream.__anext__())
            if part is not None:
                return part


class TextChoices(_Answer):
    """One of the completions of a text."""

    finish_reason: Optional[str] = None
    index: int = 0
    text: Optional[str] = None
    logprobs: Optional[Any] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class TextCompletionResponse(_Answer):
    """The completion of a text, or a part of it."""

    id: Optional[str] = None
    created: Optional[int] = None
    model: Optional[str] = None
    object: str = "text_completion"
    choices: list[TextChoices] = []
    usage: Optional[Usage] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class Embedding(_Answer):
    """The vector of a text."""

    embedding: Any = []
    index: int = 0
    object: str = "embedding"


class EmbeddingResponse(_Answer):
    """The vectors of texts."""

    model: Optional[str] = None
    data: list[Embedding] = []
    object: str = "list"
    usage: Optional[Usage] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class ImageObject(_Answer):
    """A picture."""

    b64_json: Optional[str] = None
    url: Optional[str] = None
    revised_prompt: Optional[str] = None

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class ImageResponse(_Answer):
    """Pictures."""

    created: Optional[int] = None
    data: list[ImageObject] = []

    if TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None: ...


class TranscriptionResponse(_Answer):
    """What is said in a recording."""

    text: Optional[str] = None


class _ModerationResult(_Answer):
    flagged: bool = False
    categories: dict[str, Any] = {}
    category_scores: dict[str, Any] = {}


class _ModerationResponse(_Answer):
    """What a text contains that OpenAI does not allow."""

    id: Optional[str] = None
    model: Optional[str] = None
    results: list[_ModerationResult] = []


class RerankResponse(_Answer):
    """Documents in the order of what they say about a question."""

    id: Optional[str] = None
    results: list[dict[str, Any]] = []
    meta: Optional[dict[str, Any]] = None


class ResponsesAPIResponse(_Readable, Response):
    """The answer of the Responses API."""


class _LiteLLMError(Exception):
    """What LiteLLM's errors have in common."""

    # Every class below, those that are more special later.
    kinds: ClassVar[list[Any]] = []
    # The answers that a class stands for.
    statuses: ClassVar[tuple[int, ...]] = ()

    def __init_subclass__(cls) -> None:
        if not cls.__name__.startswith("_"):
            cls.kinds.append(cls)

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether LiteLLM would raise this class for an error of the SDK."""
        return status in cls.statuses

    @classmethod
    def of(cls, error: Any, status: Optional[int], model: str) -> Exception:
        """Return an error of this class with what the SDK's knows."""
        provider, _, name = model.rpartition("/")
        made = cls(message=error, llm_provider=provider, model=name)
        for each in ("response", "request", "body", "code", "param", "type"):
            if getattr(error, each, None) is not None:
                vars(made)[each] = getattr(error, each)
        if status is not None:
            vars(made)["status_code"] = status
        return made

    def __init__(
        self,
        message: Any,
        llm_provider: Optional[str] = None,
        model: Optional[str] = None,
        response: Optional[httpx.Response] = None,
        **details: Any,
    ) -> None:
        text = f"litellm.{type(self).__name__}: {message}"
        Exception.__init__(self, text)
        self.llm_provider = llm_provider
        self.model = model
        status = (*self.statuses, 500)[0]
        request = httpx.Request("POST", "https://api.portkey.ai/v1")
        response = response or httpx.Response(status, request=request)
        fields = {"message": text, "status_code": status, "response": response}
        fields.update(dict.fromkeys(("body", "code", "param", "type", "request_id")))
        # The SDK's classes declare these fields, each in its own way.
        vars(self).update(fields, request=request, **details)


class _ModelFirstError(_LiteLLMError):
    """An error whose model stands before its provider when it is made."""

    def __init__(
        self,
        message: Any,
        model: Optional[str] = None,
        llm_provider: Optional[str] = None,
        response: Optional[httpx.Response] = None,
        **details: Any,
    ) -> None:
        super().__init__(message, llm_provider, model, response, **details)


class OpenAIError(openai.OpenAIError):
    """An error of the OpenAI package, which LiteLLM never raises as such."""

    def __init__(self, original_exception: Any = None) -> None:
        super().__init__(original_exception)


class APIError(_LiteLLMError, openai.APIError):
    """An answer for which there is no other class."""

    def __init__(
        self,
        status_code: Any = 500,
        message: Any = "",
        llm_provider: Optional[str] = None,
        model: Optional[str] = None,
        **details: Any,
    ) -> None:
        super().__init__(message, llm_provider, model, **details)
        vars(self)["status_code"] = status_code

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether there is an answer at all."""
        return status is not None


class APIConnectionError(_LiteLLMError, openai.APIConnectionError):
    """There is no connection."""

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether the SDK found no connection."""
        return isinstance(error, openai.APIConnectionError)


class APIResponseValidationError(_LiteLLMError, openai.APIResponseValidationError):
    """An answer is not what it should be."""

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether the SDK could not read the answer."""
        return isinstance(error, openai.APIResponseValidationError)


class JSONSchemaValidationError(APIResponseValidationError):
    """An answer does not fit the schema that was asked for; nothing here raises it."""

    def __init__(
        self, model: str, llm_provider: str, raw_response: str, schema: str
    ) -> None:
        super().__init__(f"{raw_response} does not fit {schema}", llm_provider, model)
        self.raw_response = raw_response
        self.schema = schema

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Never: the gateway leaves it to the provider to keep to a schema."""
        return False


class BadRequestError(_ModelFirstError, openai.BadRequestError):
    """The provider does not understand the request."""

    statuses = (400, 422)


class InvalidRequestError(_ModelFirstError, openai.BadRequestError):
    """The provider does not understand the request; LiteLLM's old name for it."""


class UnsupportedParamsError(BadRequestError):
    """An argument is not supported; the gateway leaves such arguments out."""

    statuses = ()

    def __init__(
        self,
        message: Any,
        llm_provider: Optional[str] = None,
        model: Optional[str] = None,
        status_code: int = 400,
        **details: Any,
    ) -> None:
        super().__init__(message, model, llm_provider, **details)
        vars(self)["status_code"] = status_code


class ImageFetchError(BadRequestError):
    """A picture could not be fetched; here that is the provider's matter."""

    statuses = ()


class ContextWindowExceededError(BadRequestError):
    """The messages do not fit into the model's context window."""

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether the provider says so."""
        return status in cls.statuses and _exceeds_context_window(error)


class ContentPolicyViolationError(BadRequestError):
    """The provider refuses the content."""

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether the provider says so, in words that LiteLLM looks for as well."""
        text = f"{getattr(error, 'code', None)} {error}".lower()
        words = (
            "content_policy_violation",
            "responsibleaipolicyviolation",
            "content_filter",
            "content management policy",
            "our safety system",
            "violating our usage policy",
        )
        return status in cls.statuses and any(each in text for each in words)


class AuthenticationError(_LiteLLMError, openai.AuthenticationError):
    """A key is missing or wrong: Portkey's, or the provider's in the Model Catalog."""

    statuses = (401,)


class BudgetExceededError(_LiteLLMError):
    """The budget that is set in Portkey is spent."""

    statuses = (412,)

    @classmethod
    def of(cls, error: Any, status: Optional[int], model: str) -> Exception:
        """Return the error; Portkey does not tell the amounts."""
        return cls(float("nan"), float("nan"), str(error))

    def __init__(
        self, current_cost: float, max_budget: float, message: Optional[str] = None
    ) -> None:
        self.current_cost = current_cost
        self.max_budget = max_budget
        self.message = message or (
            "Budget has been exceeded! Current cost:"
            f" {current_cost}, Max budget: {max_budget}"
        )
        Exception.__init__(self, self.message)


class PermissionDeniedError(_LiteLLMError, openai.PermissionDeniedError):
    """The key does not allow this."""

    statuses = (403,)


class NotFoundError(_ModelFirstError, openai.NotFoundError):
    """The provider has no such model."""

    statuses = (404,)


class UnprocessableEntityError(_ModelFirstError, openai.UnprocessableEntityError):
    """The provider understands the request and cannot follow it."""

    statuses = (422,)

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Never: LiteLLM raises `BadRequestError` for this answer too."""
        return False


class RateLimitError(_LiteLLMError, openai.RateLimitError):
    """The provider, or Portkey, asks to wait."""

    statuses = (429,)


class InternalServerError(_LiteLLMError, openai.InternalServerError):
    """The provider fails, or cannot be reached."""

    statuses = (500,)

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether it fails; LiteLLM takes a missing connection for that too."""
        return status == 500 or isinstance(error, openai.APIConnectionError)


class BadGatewayError(_LiteLLMError, openai.APIStatusError):
    """Something between here and the provider fails."""

    statuses = (502,)


class ServiceUnavailableError(_LiteLLMError, openai.APIStatusError):
    """The provider is overloaded or closed."""

    statuses = (503,)


class Timeout(_ModelFirstError, openai.APITimeoutError):
    """The answer did not come in time."""

    statuses = (408, 504)

    @classmethod
    def stands_for(cls, error: Exception, status: Optional[int]) -> bool:
        """Whether the limit was that of the SDK, of the gateway or of the provider."""
        return status in cls.statuses or isinstance(error, openai.APITimeoutError)
