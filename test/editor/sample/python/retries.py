from litellm import completion

messages = [{"role": "user", "content": "Hello!"}]

response = completion(
    model="openai/gpt-4o",
    messages=messages,
    num_retries=3
)

response = completion(
    model="openai/gpt-4o",
    messages=messages,
    fallbacks=["anthropic/claude-3-5-sonnet-20241022"]
)
