"""The audit as a script over Python's own parser: each file is parsed, imports of litellm and what they bind are looked up.

Prints `path:line` of imports, of uses of what they bring in, and of strings that begin with a provider's prefix.
"""
import ast
import os
import re
import sys

root, prefixes = sys.argv[1], sys.argv[2]
model = re.compile(rf"(?:{prefixes})/\S")
skipped = {"node_modules", ".venv", "venv", "site-packages", "dist", ".git"}


def sites(tree):
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            ours = [alias for alias in node.names if alias.name.split(".")[0] == "litellm"]
            names.update((alias.asname or alias.name).split(".")[0] for alias in ours)
        elif isinstance(node, ast.ImportFrom):
            ours = node.names if (node.module or "").split(".")[0] == "litellm" and node.level == 0 else []
            names.update(alias.asname or alias.name for alias in ours)
        else:
            continue
        if ours:
            yield node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and model.match(node.value):
            yield node.lineno


for folder, folders, files in os.walk(root):
    folders[:] = [name for name in folders if name not in skipped]
    for name in files:
        if not name.endswith(".py"):
            continue
        path = os.path.join(folder, name)
        try:
            with open(path, encoding="utf-8") as file:
                tree = ast.parse(file.read())
        except (SyntaxError, ValueError, RecursionError):
            continue
        for line in sorted(set(sites(tree))):
            print(f"{os.path.relpath(path, root)}:{line}")
