"""Reads pairs of texts, before and after a rewrite, and says of each what is wrong with the second, or null."""

import ast
import io
import json
import sys
import tokenize
import warnings
from collections import Counter

warnings.simplefilter("ignore")


def comments(text):
    """The comments of a text, each as often as it stands there."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def verdict(before, after):
    try:
        ast.parse(after)
    except (SyntaxError, ValueError) as error:
        return f"it does not parse: {error}"
    try:
        lost = comments(before) - comments(after)
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return None
    return f"it lost {sorted(lost)[0]}" if lost else None


json.dump([verdict(before, after) for before, after in json.load(sys.stdin)], sys.stdout)
