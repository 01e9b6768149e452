# provider: [{"status": 401}, {"status": 404}, {"status": 400}, {"status": 400, "message": "This model's maximum context length is 8 tokens"}, {"status": 429}, {"status": 503}]
import litellm
from litellm import AuthenticationError, BadRequestError, ContextWindowExceededError, NotFoundError
from litellm.exceptions import RateLimitError, ServiceUnavailableError

for _ in range(7):
    try:
        answer = litellm.completion("openai/gpt-4o", [{"role": "user", "content": "Hello!"}], max_retries=0)
        print(answer.choices[0].message.content)
    except ContextWindowExceededError as error:
        print("too long", error.status_code, error.model, error.llm_provider, isinstance(error, BadRequestError))
    except (AuthenticationError, NotFoundError) as error:
        print(type(error).__name__, error.status_code, error.model, error.llm_provider, error.message.split(":")[0])
    except BadRequestError as error:
        print("bad request", error.status_code, str(error).split(":")[0])
    except RateLimitError as error:
        print("wait", error.status_code, error.response.status_code)
    except ServiceUnavailableError as error:
        print("closed", error.status_code, error.llm_provider)
