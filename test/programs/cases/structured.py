# accepted: {"requests": "`parse()` says `stream: false`, which is what a request without it means"}
# adapter: {}
import litellm
from pydantic import BaseModel


class City(BaseModel):
    name: str
    size: int


response = litellm.completion(model="openai/gpt-4o", messages=[{"role": "user", "content": "Paris"}], response_format=City, timeout=30)
print(City.model_validate_json(response["choices"][0]["message"]["content"]))
