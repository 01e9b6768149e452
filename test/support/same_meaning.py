"""Writes Python programs differently without changing what they mean.

Reads a JSON list of `{"text": …, "kinds": [[…], …], "seed": …}` from standard input and writes, for each, one text per list of kinds: the
text after those changes in their order, or null where there is nothing to change. Layout is changed between CPython's own tokens and held
to CPython's own tree, so that a change that is none of layout ends the program instead of passing for one.
"""

import __future__

import ast
import builtins
import io
import json
import keyword
import random
import re
import sys
import symtable
import tokenize
import warnings

FSTRING_START = getattr(tokenize, "FSTRING_START", None)
FSTRING_END = getattr(tokenize, "FSTRING_END", None)
LINE_ENDS = (tokenize.NEWLINE, tokenize.NL)
MARGINS = (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Delete, ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.Pass)


class Token:
    """A token with offsets in place of rows and columns, and the brackets around what follows it."""

    def __init__(self, kind, string, start, end, depth, inside_fstring):
        self.kind, self.string, self.start, self.end, self.depth, self.inside_fstring = kind, string, start, end, depth, inside_fstring


class Program:
    """A text with its tokens and its tree, both by offset."""

    def __init__(self, text):
        self.text = text
        self.tree = ast.parse(text)
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.tokens = list(self._tokens())

    def _tokens(self):
        depth = fstrings = 0
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            start, end = (min(self.starts[row - 1] + column, len(self.text)) for row, column in (token.start, token.end))
            fstrings += token.type == FSTRING_START
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
            yield Token(token.type, token.string, start, end, depth, fstrings > 0)
            fstrings -= token.type == FSTRING_END

    def at(self, line, column):
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def start(self, node):
        return self.at(node.lineno, node.col_offset)

    def end(self, node):
        return self.at(node.end_lineno, node.end_col_offset)

    def bodies(self):
        for node in ast.walk(self.tree):
            for field in ("body", "orelse", "finalbody"):
                body = getattr(node, field, None)
                if isinstance(body, list) and body:
                    yield body

    def gaps(self):
        """Neighboring tokens of one logical line, outside of f-strings, with no line break and no backslash between them."""
        for token, following in zip(self.tokens, self.tokens[1:]):
            if token.kind in LINE_ENDS + MARGINS + (tokenize.COMMENT,) or following.kind in MARGINS or token.inside_fstring and following.inside_fstring:
                continue
            # A package of two words is looked up as one.
            if "\\" not in self.text[token.end : following.start] and (token.string, following.string) not in (("google", "."), (".", "adk")):
                yield token, following

    def line_starts(self):
        """Where a line of its own may be put: neither within a string nor behind a backslash."""
        return [token.end for token in self.tokens if token.kind in LINE_ENDS and token.string != "" and not token.inside_fstring]


def edited(text, edits):
    """The text with `(start, end, replacement)` edits, which must not overlap."""
    parts, position = [], 0
    for start, end, replacement in sorted(edits):
        assert start >= position, f"overlapping edits at {start}"
        parts += [text[position:start], replacement]
        position = end
    return "".join(parts + [text[position:]])


def some(chance, places):
    """A random part of the places, at least one of them."""
    places = list(places)
    share = chance.choice((0.1, 0.3, 1))
    return [place for place in places if chance.random() < share] or (places and [chance.choice(places)])


# Layout: the tree stays what it is.


def trailing_comments(program, chance):
    places = [token.start for before, token in zip(program.tokens, program.tokens[1:]) if token.kind in LINE_ENDS and before.kind != tokenize.COMMENT and not token.inside_fstring]
    return [(place, place, "  # a note (of two words)") for place in some(chance, places)]


def comment_lines(program, chance):
    return [(place, place, f"{' ' * chance.choice((0, 4))}# 'a note', not closed: [\n") for place in some(chance, program.line_starts())]


def blank_lines(program, chance):
    return [(place, place, chance.choice(("\n", "   \n", "\n\n"))) for place in some(chance, program.line_starts())]


def line_breaks(program, chance):
    # tree-sitter-python ends the block at a line that begins further left than its statement, even within brackets.
    places, indent = [], ""
    for token, _ in program.gaps():
        if token.depth > 0:
            row = program.text.rfind("\n", 0, token.end) + 1
            places.append((token.end, max(indent, re.match(r"[ \t]*", program.text[row:])[0], key=len)))
        else:
            row = program.text.rfind("\n", 0, token.start) + 1
            indent = re.match(r"[ \t]*", program.text[row:])[0]
    return [(place, place, "\n" + indent + " " * chance.choice((0, 2, 9))) for place, indent in some(chance, places)]


def continuations(program, chance):
    places = [token.end for token, following in program.gaps() if token.depth == 0 and following.kind not in LINE_ENDS + (tokenize.COMMENT,)]
    return [(place, place, " \\\n" + " " * chance.choice((0, 3, 8))) for place in some(chance, places)]


def spaces(program, chance):
    return [(token.end, token.end, "  ") for token, _ in some(chance, program.gaps())]


def plain_strings(program):
    """Strings with nothing in them that a quote could end or a prefix could change, as `(token, content)`."""
    neighbors = zip([None, *program.tokens], program.tokens, program.tokens[1:])
    for before, token, after in neighbors:
        match = re.fullmatch(r"""("{3}|'{3}|"|')([^"'\\\n{}]+)\1""", token.string) if token.kind == tokenize.STRING else None
        touched = any(other and other.kind == tokenize.STRING for other, gap in ((before, before and before.end == token.start), (after, after.start == token.end)) if gap)
        if match and not touched and not token.inside_fstring:
            yield token, match[2]


def quotes(program, chance):
    # A prefix would join a word that stands at the quote: `return"x"`.
    return [
        (token.start, token.end, f"{prefix}{quote}{content}{quote}")
        for token, content in some(chance, plain_strings(program))
        for prefix in [chance.choice(("", "r")) if program.text[token.start - 1 : token.start] in " ([{=,\n" else ""]
        for quote in [chance.choice(('"', "'", '"""', "'''"))]
    ]


def pieces(program, chance):
    edits = []
    for token, content in some(chance, plain_strings(program)):
        # Words stay whole: they are what a text is searched for before it is read.
        middles = [match.end() for match in re.finditer("[/ ]", content)]
        if not middles:
            continue
        middle = chance.choice(middles)
        edits.append((token.start, token.end, f'"{content[:middle]}" \'{content[middle:]}\''))
    return edits


def trailing_commas(program, chance):
    places = []
    for node in ast.walk(program.tree):
        if isinstance(node, ast.Call):
            items = [*node.args, *(keyword.value for keyword in node.keywords)]
            items = [] if len(items) == 1 and isinstance(items[0], ast.GeneratorExp) else items
        elif isinstance(node, (ast.Dict, ast.ImportFrom)):
            items = node.values if isinstance(node, ast.Dict) else node.names
        else:
            items = node.elts if isinstance(node, (ast.List, ast.Set, ast.Tuple)) else []
        if items:
            places.append((max(program.end(item) for item in items), program.end(node)))
    # The bracket has to be that of the list: an item may have brackets of its own.
    closed = {(token.end, following.end) for token, following in program.gaps() if following.string in (")", "]", "}")}
    return [(place, place, ",") for place, _ in some(chance, sorted(closed.intersection(places)))]


def brackets(program, chance):
    fstrings = [(token.start, token.end) for token in program.tokens if token.inside_fstring or token.kind == tokenize.STRING]
    spans = set()
    for node in ast.walk(program.tree):
        expressions = [getattr(node, "value", None)] if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Return, ast.Await, ast.Attribute, ast.keyword)) else []
        expressions += [*node.args, node.func] if isinstance(node, ast.Call) else []
        for expression in expressions:
            if isinstance(expression, ast.expr) and not isinstance(expression, (ast.Starred, ast.GeneratorExp)):
                spans.add((program.start(expression), program.end(expression)))
        if isinstance(node, ast.ImportFrom) and node.names[0].name != "*" and "(" not in program.text[program.start(node) : program.end(node)]:
            spans.add((program.start(node.names[0]), program.end(node)))
    free = [span for span in spans if not any(start < span[0] < end or start < span[1] < end for start, end in fstrings)]
    chosen = some(chance, sorted(free))
    # Brackets that start at one place open with the widest, and those that end at one place close with the narrowest.
    opened, closed = {}, {}
    for start, end in chosen:
        opened[start] = opened.get(start, "") + "("
        closed[end] = closed.get(end, "") + ")"
    return [(place, place, closed.get(place, "") + opened.get(place, "")) for place in {*opened, *closed}]


def semicolons(program, chance):
    joins = []
    for body in program.bodies():
        for statement, following in zip(body, body[1:]):
            start, end = program.end(statement), program.start(following)
            if isinstance(statement, SIMPLE) and isinstance(following, SIMPLE) and re.fullmatch(r"[ \t]*\n[ \t]*", program.text[start:end]):
                joins.append((start, end, chance.choice(("; ", ";"))))
    ends = [(program.end(statement),) * 2 + (";",) for body in program.bodies() for statement in body if isinstance(statement, SIMPLE) and program.text[program.end(statement) :][:1] == "\n"]
    chosen = some(chance, joins)
    taken = {start for start, _, _ in chosen}
    return chosen + [edit for edit in some(chance, ends) if edit[0] not in taken]


def one_line_suites(program, chance):
    tokens = {token.start: index for index, token in enumerate(program.tokens) if token.kind not in LINE_ENDS + MARGINS}
    edits = []
    for body in program.bodies():
        index = tokens.get(program.start(body[0]))
        if len(body) > 1 or not isinstance(body[0], SIMPLE) or index is None or index < 3:
            continue
        colon, line_end, indent = program.tokens[index - 3 : index]
        if colon.string == ":" and line_end.kind == tokenize.NEWLINE and indent.kind == tokenize.INDENT:
            edits.append((colon.end, program.start(body[0]), " "))
    return some(chance, edits)


# Structure: the tree changes, what it does not.


def wrapped(program, chance):
    """Some statements of a block move into a block of their own, which is no scope."""
    ranges = []
    for body in program.bodies():
        movable = [index for index, statement in enumerate(body) if not is_bound_to_its_place(statement, index)]
        if movable and movable == list(range(movable[0], movable[-1] + 1)):
            first = chance.choice(movable)
            ranges.append(body[first : chance.choice([index for index in movable if index >= first]) + 1])
    chance.shuffle(ranges)
    for statements in ranges:
        start = min(program.at(node.lineno, 0) for node in [statements[0], *getattr(statements[0], "decorator_list", [])])
        end = program.end(statements[-1])
        line_end = program.text.find("\n", end)
        line_end = len(program.text) if line_end < 0 else line_end
        indent = re.match(r"[ \t]*", program.text[start:])[0]
        first = program.text[start:].lstrip(" \t")
        owns_lines = program.text.startswith(first, min(program.start(node) for node in statements[:1]) if not first.startswith("@") else start + len(indent))
        if not owns_lines or not re.fullmatch(r"[ \t]*(#.*)?", program.text[end:line_end]):
            continue
        has_jumps = any(isinstance(node, (ast.Break, ast.Continue)) for statement in statements for node in ast.walk(statement))
        unit = "\t" if "\n\t" in program.text else "    "
        head, tail = chance.choice(BLOCKS[: -LOOPS if has_jumps else len(BLOCKS)])
        places = [place for place in [start, *program.line_starts()] if start <= place < end and program.text[place] != "\n"]
        edits = [(place, place, unit) for place in sorted(set(places)) if place > start]
        opening = "".join(f"{indent}{line}\n" for line in head) + unit
        closing = "".join(f"\n{indent}{unit if inner else ''}{line}" for inner, line in tail)
        return [(start, start, opening), *edits, *([(line_end, line_end, closing)] if closing else [])]
    return []


def is_bound_to_its_place(statement, index):
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    return is_text and index == 0 or isinstance(statement, ast.ImportFrom) and statement.module == "__future__" or isinstance(statement, (ast.Global, ast.Nonlocal))


BLOCKS = [
    (["if True:"], []),
    (["if False:", "    pass", "else:"], []),
    (["try:"], [(False, "finally:"), (True, "pass")]),
    (["try:"], [(False, "except ValueError:"), (True, "raise")]),
    (["with open(__file__):"], []),
    (["for _ in (0,):"], []),
    (["while True:"], [(True, "break")]),
]
LOOPS = 2


def reordered_imports(program, chance):
    """Imports that stand on lines next to each other change places."""
    edits = []
    for body in program.bodies():
        run = []
        for statement in [*body, None]:
            is_import = isinstance(statement, (ast.Import, ast.ImportFrom)) and getattr(statement, "module", "") != "__future__"
            if is_import and (not run or re.fullmatch(r"[ \t]*\n[ \t]*", program.text[program.end(run[-1]) : program.start(statement)])):
                run.append(statement)
                continue
            if len(run) > 1:
                names = [alias.asname or alias.name for statement in run for alias in statement.names]
                # The last import of a name counts, so that two of one name cannot change places.
                run = run if len(set(names)) == len(names) else run[:1]
                order = run[:]
                chance.shuffle(order)
                order = order if order != run else run[::-1]
                edits += [] if len(run) < 2 else [(program.start(old), program.end(old), program.text[program.start(new) : program.end(new)]) for old, new in zip(run, order)]
            run = [statement] if is_import else []
    return edits


def renamed(program, chance):
    """Some names of the file's own get another one, wherever they stand."""
    edits = []
    for name in some(chance, sorted(free_names(program))):
        edits += renaming(program, name)
    return edits


def free_names(program):
    """Names that nothing outside of the code knows: no member's, no keyword's, in no string and no comment."""
    bound, taken = set(), {*keyword.kwlist, *dir(builtins), *__future__.all_feature_names}
    # The environment and loaded modules are known by these words, whatever imports them.
    taken.update(("environ", "getenv", "importlib", "import_module", "sys"))
    parameters, passed = set(), set()
    for node in ast.walk(program.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
            parameters.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name)
            # `import a.b` binds `a`, which can have no other name.
            taken.update(node.name.split(".")[:1] if "." in node.name and not node.asname else [])
        elif isinstance(node, ast.keyword) and node.arg:
            passed.add(node.arg)
        elif isinstance(node, getattr(ast, "MatchClass", ())):
            taken.update(node.kwd_attrs)
        elif isinstance(node, ast.JoinedStr) and FSTRING_START is None:
            taken.update(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))
    tables = [symtable.symtable(program.text, "text", "exec")]
    own = {symbol.get_name() for symbol in tables[0].get_symbols() if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()}
    for table in tables:
        tables += table.get_children()
        # What no scope of the file binds is a star import's, or built in.
        taken.update(symbol.get_name() for symbol in table.get_symbols() if (symbol.is_global() or table is tables[0]) and symbol.get_name() not in own)
        if table.get_type() == "class":
            taken.update(symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace())
    for token in program.tokens:
        if token.kind in (tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", None)):
            taken.update(re.findall(r"\w+", token.string))
    return {name for name in bound - taken - (parameters & passed) if not name.startswith("__") and name.isidentifier() and "fresh_" + name not in program.text}


def renaming(program, name):
    arguments = {program.start(node) for node in ast.walk(program.tree) if isinstance(node, ast.keyword) and node.arg == name}
    imported, kept = {}, []
    for node in ast.walk(program.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            kept.append((program.start(node), program.end(node)))
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    imported[program.end(alias) - len(name)] = alias.asname is None
    edits = []
    for before, token in zip(program.tokens, program.tokens[1:]):
        if token.kind != tokenize.NAME or token.string != name or before.string == "." or token.start in arguments:
            continue
        if token.start in imported:
            edits.append((token.start, token.end, f"{name} as fresh_{name}" if imported[token.start] else f"fresh_{name}"))
        elif not any(start <= token.start < end for start, end in kept):
            edits.append((token.start, token.end, f"fresh_{name}"))
    return edits


LAYOUT = {change.__name__: change for change in (trailing_comments, comment_lines, blank_lines, line_breaks, continuations, spaces, quotes, pieces, trailing_commas, brackets, semicolons, one_line_suites)}
STRUCTURE = {change.__name__: change for change in (wrapped, reordered_imports, renamed)}


def changed(text, kind, chance):
    program = Program(text)
    result = edited(text, (LAYOUT.get(kind) or STRUCTURE[kind])(program, chance))
    tree = ast.parse(result)
    assert kind in STRUCTURE or ast.dump(tree) == ast.dump(program.tree), f"{kind} changed what this means:\n{text}\ninto\n{result}"
    return result


def written(text, kinds, chance):
    result = text
    for kind in kinds:
        try:
            result = changed(result, kind, chance)
        except SyntaxError as error:
            raise SystemExit(f"{kind} broke this ({error}):\n{result}") from error
    return None if result == text else result


def is_readable(text):
    try:
        compile(text, "text", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST)
        # symtable knows no await at the module's own level
        symtable.symtable(text, "text", "exec")
    except (SyntaxError, ValueError):
        return False
    return not re.search("[\r\f\ufeff]", text)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    orders = json.load(sys.stdin)
    json.dump([[written(order["text"], kinds, random.Random(f"{order['seed']} {kinds}")) if is_readable(order["text"]) else None for kinds in order["kinds"]] for order in orders], sys.stdout)
