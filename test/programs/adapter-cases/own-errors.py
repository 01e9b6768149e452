# What a program makes of LiteLLM's errors by itself: it raises, keeps, compares and reads them.
import litellm
from litellm import APIError, BadRequestError, BudgetExceededError, RateLimitError, Timeout

TRY_AGAIN = (RateLimitError, litellm.InternalServerError)
made = [
    RateLimitError("busy", "openai", "gpt-4o"),
    BadRequestError(message="odd", model="gpt-4o", llm_provider="openai"),
    litellm.NotFoundError("none", "gpt-4o", "openai"),
    APIError(status_code=418, message="teapot", llm_provider="openai", model="gpt-4o"),
    Timeout("late", model="gpt-4o", llm_provider="openai"),
    litellm.AuthenticationError(message="who", llm_provider="openai", model="gpt-4o"),
    litellm.InternalServerError("down", "openai", "gpt-4o"),
    litellm.ServiceUnavailableError("closed", "openai", "gpt-4o"),
]
for error in made:
    try:
        raise error
    except TRY_AGAIN as caught:
        print("again", caught, caught.status_code)
    except Exception as caught:
        print(type(caught).__name__, caught, caught.status_code, caught.llm_provider, caught.model, caught.message)
print(issubclass(litellm.ContextWindowExceededError, BadRequestError), issubclass(Timeout, APIError), issubclass(RateLimitError, APIError))
spent = BudgetExceededError(current_cost=2.0, max_budget=1.0)
print(spent, spent.current_cost, spent.max_budget)
