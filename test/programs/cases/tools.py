# openai-client: {}
from litellm import completion

tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]
response = completion("openai/gpt-4o", [{"role": "user", "content": "Weather in Paris?"}], tools=tools, tool_choice="auto")
call = response.choices[0].message.tool_calls[0]
print(call.function.name, call.function.arguments)
