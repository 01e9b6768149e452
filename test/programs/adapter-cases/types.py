# LiteLLM's types, made by the program as its tests do, and found in answers.
from typing import Optional, Union

import litellm
from litellm import Choices, CustomStreamWrapper, Message, ModelResponse, Usage
from litellm.types.utils import ChatCompletionMessageToolCall, Delta, Function, ModelResponseStream, StreamingChoices

made = ModelResponse(model="m", choices=[Choices(message=Message(content="hi", role="assistant"), finish_reason="stop", index=0)], usage=Usage(prompt_tokens=1, completion_tokens=2, total_tokens=3))
print(made.choices[0].message.content, made["choices"][0]["message"]["role"], made.usage.total_tokens, made.model)
call = ChatCompletionMessageToolCall(id="c1", type="function", function=Function(name="f", arguments="{}"))
print(Message(content=None, role="assistant", tool_calls=[call]).tool_calls[0].function.name)
part = ModelResponseStream(choices=[StreamingChoices(delta=Delta(content="x"), finish_reason=None, index=0)])
print(part.choices[0].delta.content, part.choices[0].finish_reason)


def text_of(answer: Union[ModelResponse, CustomStreamWrapper]) -> Optional[str]:
    if isinstance(answer, ModelResponse):
        return answer.choices[0].message.content
    return "".join(chunk.choices[0].delta.content or "" for chunk in answer)


messages = [{"role": "user", "content": "one two"}]
print(text_of(litellm.completion("openai/gpt-4o", messages)), text_of(litellm.completion("openai/gpt-4o", messages, stream=True)))
