# A request with the usual options.
# openai-client: {}
# keep-litellm: {}
from litellm import completion

response = completion(
    model="openai/gpt-4o",
    messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello!"}],
    temperature=0.2,
    max_tokens=16,
)
print(response.choices[0].message.content)
print(response["usage"]["total_tokens"], response.choices[0].finish_reason)
