# A part of one of Portkey's classes: the others of that class go on to the caller.
# provider: [{"status": 400, "code": "context_length_exceeded", "message": "This model's maximum context length is 8 tokens"}, {"status": 400}]
import litellm


def ask(text):
    try:
        return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": text}]).choices[0].message.content
    except litellm.ContextWindowExceededError:
        return "too long"


print(ask("Hello!"))
try:
    print(ask("Hello!"))
except Exception as error:
    print(error.status_code)
print(ask("Hello!"))
