# A decorator that tries again for the classes of a constant.
# provider: [{"status": 429, "model": "gpt-4o"}, {"status": 429, "model": "gpt-4o"}, {"status": 429, "model": "gpt-4o"}]
# accepted: {"requests": "LiteLLM's client tries three times"}
import functools

import litellm

AGAIN = (litellm.RateLimitError, litellm.InternalServerError)


def retried(classes, attempts):
    def around(function):
        @functools.wraps(function)
        def run(*given):
            for attempt in range(attempts):
                try:
                    return function(*given)
                except classes as error:
                    print("again", isinstance(error, litellm.RateLimitError))
            return "given up"

        return run

    return around


@retried(AGAIN, 1)
def ask(text):
    return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": text}]).choices[0].message.content


@retried(AGAIN, 2)
def ask_another(text):
    return litellm.completion(model="openai/gpt-4o-mini", messages=[{"role": "user", "content": text}]).choices[0].message.content


print(ask("Hello!"))
print(ask_another("Hello!"))
