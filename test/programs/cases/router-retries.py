# Two failures, after which the Router's default of two retries has its answer.
# provider: [{"status": 429}, {"status": 500}]
# differs: {"requests": "encoding_format=\"float\""}
# adapter: {"requests": "encoding_format=\"float\""}
import asyncio

from litellm import Router


class Model:
    def __init__(self):
        self.router = Router(model_list=[{"model_name": "one", "litellm_params": {"model": "openai/gpt-4o"}}, {"model_name": "vectors", "litellm_params": {"model": "openai/text-embedding-3-small"}}])

    async def ask(self, text):
        response = await self.router.acompletion(model="one", messages=[{"role": "user", "content": text}])
        return response.choices[0].message.content

    def embed(self, text):
        return self.router.embedding(model="vectors", input=text).data[0]["embedding"]


model = Model()
print(asyncio.run(model.ask("Hello!")))
print(model.embed("one"))
