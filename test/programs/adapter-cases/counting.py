# Tokens are LiteLLM's to the last one; prices are those of another table, which has the same for well-known models.
import litellm

system = {"role": "system", "content": "Be <|endoftext|> brief."}
asked = {"role": "user", "name": "bob", "content": [{"type": "text", "text": "Hällo wörld, how are you?"}]}
called = {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"a": 12}'}}]}

for model in ["gpt-4o", "gpt-4", "openai/gpt-4o", "azure/prod", "anthropic/claude-sonnet-4-5", ""]:
    print(model, litellm.token_counter(model=model, messages=[system, asked, called]), litellm.token_counter(model=model, text=["Hällo ", "wörld"]))
    tokens = litellm.encode(model=model, text="Hällo wörld")
    print(tokens, litellm.decode(model=model, tokens=tokens))
print(litellm.token_counter("gpt-4o", messages=[asked], count_response_tokens=True))

response = litellm.completion(model="openai/gpt-4o", messages=[system])
print(round(litellm.completion_cost(completion_response=response, model="openai/gpt-4o"), 8))
print(round(litellm.completion_cost(model="gpt-4o", prompt="one two", completion="three"), 8))
print([round(price, 8) for price in litellm.cost_per_token(model="gpt-4o", prompt_tokens=1000, completion_tokens=100)])
