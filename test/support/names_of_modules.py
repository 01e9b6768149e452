"""Reads modules as JSON, name by name, and prints what is wrong with each one's names."""

import ast
import builtins
import json
import symtable
import sys


def complaints(text):
    tree = ast.parse(text)
    imported = {
        alias.asname or alias.name.split(".")[0]
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    module = symtable.symtable(text, "module", "exec")
    bound = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    # An annotation in quotes is read by type checkers alone.
    read |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    private = {name for name in bound if name.startswith("_")}
    for name in sorted(globals_of(module) - bound - set(dir(builtins))):
        yield f"{name} is not defined"
    for name in sorted((imported | private) - read):
        yield f"{name} is not used"
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > 88 or line != line.rstrip():
            yield f"line {number} is too long, or ends in spaces"


def globals_of(table):
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return names.union(*map(globals_of, table.get_children()))


modules = json.load(sys.stdin)
json.dump({name: list(complaints(text)) for name, text in modules.items()}, sys.stdout)
