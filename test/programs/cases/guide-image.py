# The guide's line on `litellm.image_generation`.
import litellm

response = litellm.image_generation(model="openai/dall-e-3", prompt="A lighthouse")
print(response.data[0].url)
