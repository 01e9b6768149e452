"""A small assistant that answers questions about a text."""

from litellm import completion


def summarize(text: str) -> str:
    # Short answers keep the bill small.
    response = completion(
        model="anthropic/claude-3-5-sonnet-20241022",
        messages=[{"role": "user", "content": f"Summarize: {text}"}],
        max_tokens=200,
    )
    return response.choices[0].message.content


def answer(question: str, text: str) -> str:
    response = completion(
        model="openai/gpt-4o",
        messages=[
            {"role": "system", "content": text},
            {"role": "user", "content": question},
        ],
        temperature=0.2,  # facts, not prose
    )
    return response.choices[0].message.content
