# As the engine has it.
import os

from portkey_ai import Portkey

client = Portkey(api_key=os.environ["PORTKEY_API_KEY"])
response = client.images.generate(model="@openai-prod/dall-e-3", prompt="A lighthouse")
print(response.data[0].url)
