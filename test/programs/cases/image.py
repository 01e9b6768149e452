from litellm import image_generation

first = image_generation(prompt="a lighthouse", model="openai/dall-e-3", n=1, size="1024x1024", timeout=20)
print(first.data[0].url, first["data"][0]["revised_prompt"], first.created)
second = image_generation("a boat", model="openai/dall-e-2", n=2, response_format="b64_json")
print([image.b64_json for image in second.data])
print(image_generation(prompt="no model").data[0].url)
