# Parts that an answer has only at times are objects as well: details of the tokens, and how likely these were.
import litellm
from litellm import completion
from litellm.types.utils import ChatCompletionTokenLogprob, ChoiceLogprobs, Choices, Usage

messages = [{"role": "user", "content": "one two"}]
answer = completion(model="openai/gpt-4o", messages=messages, logprobs=True, top_logprobs=1)
choice = answer.choices[0]
assert isinstance(choice, Choices) and isinstance(choice.logprobs, ChoiceLogprobs)
tokens: list[ChatCompletionTokenLogprob] = choice.logprobs.content
print(tokens[0].token, tokens[0].logprob, tokens[0].top_logprobs[0].token, choice.logprobs["content"][0].bytes)
print(answer.usage.prompt_tokens_details.cached_tokens, answer.usage.completion_tokens_details.reasoning_tokens)
print(getattr(answer.usage.prompt_tokens_details, "cached_tokens", 0), answer["usage"]["prompt_tokens_details"].audio_tokens)

plain = litellm.completion(model="openai/gpt-4o", messages=messages)
print(plain.usage.prompt_tokens_details, getattr(plain.choices[0], "logprobs", None))
print(Usage(prompt_tokens=1, completion_tokens=2, total_tokens=3, prompt_tokens_details={"cached_tokens": 1}).prompt_tokens_details.cached_tokens)
