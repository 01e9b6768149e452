"""Reads Python programs with CPython: one JSON string a line on standard input, one JSON answer a line on standard output.

The answer is `{"error": …}` for a program that CPython refuses, else the names that nothing in it binds, and its calls: the chain behind the
first name or call, how many arguments are given by position and which text is the first, the keywords, those of a `with_options` before it, and the keys of the dicts
among the arguments.
"""

import ast
import builtins
import json
import sys
import warnings

warnings.simplefilter("ignore")


def chain(function):
    """The attributes of a call's function from the outside in, and what they are read of."""
    names = []
    while isinstance(function, ast.Attribute):
        names.append(function.attr)
        function = function.value
    return names[::-1], function


def keys(value):
    return [key.value for key in value.keys if isinstance(key, ast.Constant)] if isinstance(value, ast.Dict) else []


def bound(node):
    """The names that a node binds, in whatever scope."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return [node.id]
    if isinstance(node, ast.alias):
        return [(node.asname or node.name).split(".")[0]]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or (isinstance(node, ast.ExceptHandler) and node.name):
        return [node.name]
    return [node.arg] if isinstance(node, ast.arg) else []


def unbound(nodes):
    names = {name for node in nodes for name in bound(node)}
    return sorted({node.id for node in nodes if isinstance(node, ast.Name)} - names - set(dir(builtins)) - {"__file__"})


def handed(value, nodes):
    """The keys that a dict hands on, with each that is put into it; `[None]` where they cannot be told."""
    if isinstance(value, ast.Dict):
        return keys(value)
    if isinstance(value, ast.IfExp):
        return handed(value.body, nodes) + handed(value.orelse, nodes)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
        return [each.arg for each in value.keywords]
    if not isinstance(value, ast.Name):
        return [None]
    found, made = [], False
    for node in nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == value.id:
            found, made = found + handed(node.value, nodes), True
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == value.id:
            found.append(target.slice.value)
    return found if made else [None]


def described(call, nodes):
    names, start = chain(call.func)
    options = []
    if isinstance(start, ast.Call) and isinstance(start.func, ast.Attribute) and start.func.attr == "with_options":
        options = [each.arg for each in start.keywords]
    return {
        "method": ".".join(names),
        "name": start.id if isinstance(start, ast.Name) else None,
        "positional": len(call.args),
        "route": call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None,
        "keywords": [name for each in call.keywords for name in ([each.arg] if each.arg is not None else handed(each.value, nodes))],
        "options": options,
        "keys": {each.arg: keys(each.value) for each in call.keywords if each.arg is not None and isinstance(each.value, ast.Dict)},
    }


def read(text):
    try:
        # Compiling finds more than parsing: a late `from __future__`, a `return` outside a function.
        compile(text.encode("utf-8"), "text", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    nodes = list(ast.walk(ast.parse(text)))
    return {"unbound": unbound(nodes), "calls": [described(node, nodes) for node in nodes if isinstance(node, ast.Call)]}


for line in sys.stdin:
    print(json.dumps(read(json.loads(line))), flush=True)
