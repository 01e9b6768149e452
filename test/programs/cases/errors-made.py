# Exceptions that the program makes itself, met by its own handlers.
# openai-client: {}
import litellm


def ask(text):
    if text == "":
        raise litellm.BadRequestError("no text", model="gpt-4o", llm_provider="openai")
    if text == "wait":
        raise litellm.RateLimitError(message="too many", llm_provider="openai", model="gpt-4o", response=None)
    return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": text}]).choices[0].message.content


for text in ["", "wait", "Hello!"]:
    try:
        print(ask(text))
    except litellm.RateLimitError as error:
        print("later", error.status_code)
    except litellm.BadRequestError as error:
        print("refused", error.status_code)
