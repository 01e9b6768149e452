# LiteLLM's types, made by the program as its tests do, and found in answers.
from typing import Optional, Union

import litellm
from litellm import Choices, CustomStreamWrapper, Message, ModelResponse, Usage
from litellm.types.llms.openai import ChatCompletionToolCallChunk, ChatCompletionToolCallFunctionChunk
from litellm.types.utils import ChatCompletionMessageToolCall, Delta, Function, ModelResponseStream, StreamingChoices

made = ModelResponse(model="m", choices=[Choices(message=Message(content="hi", role="assistant"), finish_reason="stop", index=0)], usage=Usage(prompt_tokens=1, completion_tokens=2, total_tokens=3))
print(made.choices[0].message.content, made["choices"][0]["message"]["role"], made.usage.total_tokens, made.model)
call = ChatCompletionMessageToolCall(id="c1", type="function", function=Function(name="f", arguments="{}"))
print(Message(content=None, role="assistant", tool_calls=[call]).tool_calls[0].function.name)
part = ModelResponseStream(choices=[StreamingChoices(delta=Delta(content="x"), finish_reason=None, index=0)])
print(part.choices[0].delta.content, part.choices[0].finish_reason)
# What is None has the default, as does what is left out.
empty = Choices(finish_reason=None, index=0, message=None)
print(empty.finish_reason, empty.message.role, StreamingChoices(delta=None).delta.content, Usage(prompt_tokens=None, completion_tokens=2, total_tokens=2).prompt_tokens)
delta = Delta(content=None, role="assistant")
delta.reasoning_content = "because"
print(delta.content, delta.reasoning_content)
chunk = ChatCompletionToolCallChunk(id=None, type="function", index=0, function=ChatCompletionToolCallFunctionChunk(name="f", arguments="{}"))
print(chunk["function"]["name"], Delta(tool_calls=[chunk]).tool_calls[0].function.arguments)


def text_of(answer: Union[ModelResponse, CustomStreamWrapper]) -> Optional[str]:
    if isinstance(answer, ModelResponse):
        return answer.choices[0].message.content
    return "".join(chunk.choices[0].delta.content or "" for chunk in answer)


messages = [{"role": "user", "content": "one two"}]
print(text_of(litellm.completion("openai/gpt-4o", messages)), text_of(litellm.completion("openai/gpt-4o", messages, stream=True)))
