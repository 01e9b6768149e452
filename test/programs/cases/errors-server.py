# What breaks at the provider is one class in Portkey's SDK.
# provider: [{"status": 500, "model": "gpt-4o"}, {"status": 500, "model": "gpt-4o"}, {"status": 500, "model": "gpt-4o"}, {"status": 503, "model": "gpt-4o-mini"}, {"status": 503, "model": "gpt-4o-mini"}, {"status": 503, "model": "gpt-4o-mini"}]
# accepted: {"requests": "LiteLLM's client tries three times"}
import litellm


def ask():
    return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])


def ask_another():
    return litellm.completion(model="openai/gpt-4o-mini", messages=[{"role": "user", "content": "Hello!"}])


for each in [1, 2]:
    try:
        if each == 1:
            ask()
        else:
            ask_another()
        print("answered")
    except (litellm.InternalServerError, litellm.ServiceUnavailableError, litellm.BadGatewayError) as error:
        print("broken", error.status_code)
