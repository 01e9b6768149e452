"""Reads files before and after a rewrite, as [path, before, after], and says of each what is wrong with the second, or null."""

import ast
import io
import json
import re
import sys
import tokenize
import warnings
from collections import Counter

warnings.simplefilter("ignore")


def comments(text):
    """The comments of a text, each as often as it stands there, without what tells a tool about an import."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT and not of_import(token))


def of_import(comment):
    line = comment.line.lstrip()
    return line.startswith(("import ", "from ")) and re.match(r"# *(noqa|type: *ignore|pyright:|pylint:)", comment.string)


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


def notebook_verdict(before, after):
    """As of a module, cell by cell; nothing but the sources of code cells may change."""
    was, now = json.loads(before), json.loads(after)
    cells = list(zip(code_of(was), code_of(now)))
    if was != now:
        return "more than the sources of its code cells changed"
    changed = [(without_magics(old), without_magics(new)) for old, new in cells if old != new]
    return next((complaint for old, new in changed if parses(old) and (complaint := verdict(old, new))), None)


def code_of(notebook):
    """Takes the sources of the code cells out of a notebook."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return ["".join(cell.pop("source")) for cell in cells]


def without_magics(source):
    """A cell as CPython could read it."""
    return re.sub(r"^(\s*)[%!].*", r"\1pass", source, flags=re.MULTILINE)


def parses(source):
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def judge(path, before, after):
    return (notebook_verdict if path.endswith(".ipynb") else verdict)(before, after)


if __name__ == "__main__":
    json.dump([judge(*file) for file in json.load(sys.stdin)], sys.stdout)
