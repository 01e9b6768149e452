# Each error comes to its own handler, in the order in which they stand.
# provider: [{"status": 401}, {"status": 404}, {"status": 400}, {"status": 422}]
# differs: {"printed": "LiteLLM raises this for status 422 too"}
# adapter: {}
import litellm
from litellm.exceptions import AuthenticationError


def ask():
    return litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Hello!"}])


def kind():
    try:
        ask()
    except AuthenticationError as error:
        return "authentication", error.status_code
    except litellm.NotFoundError as error:
        return "not found", error.status_code
    except litellm.UnprocessableEntityError as error:
        return "unprocessable", error.status_code
    except litellm.BadRequestError as error:
        return "bad request", error.status_code
    except Exception as error:
        return "another", type(error).__name__
    return "answered"


for _ in range(5):
    print(kind())
