import os

from portkey_ai import Portkey
from pydantic import BaseModel


class City(BaseModel):
    name: str
    size: int


client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
response = client.chat.completions.create(model="@openai-prod/gpt-4o", messages=[{"role": "user", "content": "Paris"}], response_format=City)
print(City.model_validate_json(response["choices"][0]["message"]["content"]))
