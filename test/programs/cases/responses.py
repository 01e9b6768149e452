# openai-client: {}
import litellm

answer = litellm.responses(model="openai/gpt-4o", input="Hello!", max_output_tokens=50, temperature=0, timeout=30)
print(answer.output_text, answer.status, answer["output"][0].content[0].text)
print(answer.usage.input_tokens, answer.usage.total_tokens)
