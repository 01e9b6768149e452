"""Prints the public names of an installed litellm package, one a line with the module that defines it.

usage: litellm-names.py SITE-PACKAGES/litellm...

Reads the sources without running them: what the package defines, what it imports from its own modules, and what it
loads lazily. Left out are names that are there for the package's own use only: private ones, and those that come from the
modules of providers and from the core. The output for several versions together is test/fixtures/litellm-names.txt,
which a test holds the catalog to.
"""

import ast
import os
import re
import sys

# Names of these modules are at the package's top level because its own code needs them there.
OWN_USE = re.compile(
    r"^litellm\.(?!types\.)(llms|litellm_core_utils|rust_bridge|secret_managers|proxy|tool_loop|timeout|scheduler|passthrough|router_\w+"
    r"|_\w+|\w+\.dispatch|\w+\.utils|\w+\.types|\w+\.\w+_utils|decisions|systemone|extraction|compression|containers\.utils"
    r"|responses\.(?!main)|integrations\.dotprompt|accounting|sandbox|caching\.llm_caching_handler|vector_stores\.vector_store_registry)\b"
)


class Package:
    def __init__(self, root):
        self.root = root
        self.modules = {}

    def path(self, module):
        path = os.path.join(self.root, *module.split(".")[1:])
        path = os.path.join(path, "__init__.py") if os.path.isdir(path) else path + ".py"
        return path if os.path.exists(path) else None

    def names(self, module):
        """What a module's own level binds: the name, and where it is defined and as what."""
        if module in self.modules:
            return self.modules[module]
        found = self.modules[module] = {}
        path = self.path(module)
        if path:
            with open(path, encoding="utf-8") as file:
                self.read(ast.parse(file.read()).body, module, path.endswith("__init__.py"), found)
        return found

    def read(self, body, module, is_package, found):
        for node in body:
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    found[name] = ("function", module)
                case ast.ClassDef(name=name):
                    found[name] = ("class", module)
                case ast.Assign(targets=targets):
                    found.update({target.id: ("value", module) for target in targets if isinstance(target, ast.Name)})
                case ast.AnnAssign(target=ast.Name(id=name)):
                    found[name] = ("value", module)
                case ast.ImportFrom():
                    self.read_import(node, module, is_package, found)
                case ast.If() | ast.Try():
                    for part in (node.body, node.orelse, *(handler.body for handler in getattr(node, "handlers", []))):
                        self.read(part, module, is_package, found)

    def read_import(self, node, module, is_package, found):
        parts = module.split(".") if is_package else module.split(".")[:-1]
        base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
        source = ".".join(part for part in (base, node.module) if part)
        if not source.startswith("litellm"):
            return
        for alias in node.names:
            if alias.name == "*":
                found.update({name: origin for name, origin in self.names(source).items() if not name.startswith("_") and name not in found})
            elif alias.name in self.names(source):
                found[alias.asname or alias.name] = self.names(source)[alias.name]

    def lazy_names(self):
        """The names of `_lazy_imports_registry.py`: `"name": (".module", "name")`."""
        path = self.path("litellm._lazy_imports_registry")
        if not path:
            return {}
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        found = {}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Dict):
                continue
            for key, value in zip(node.keys, node.values):
                match key, value:
                    case ast.Constant(value=str(name)), ast.Tuple(elts=[ast.Constant(value=str(module)), ast.Constant(value=str(attribute))]):
                        module = "litellm" + module if module.startswith(".") else module
                        found[name] = self.names(module).get(attribute, ("value", module))
        return found


def public_names(root):
    package = Package(root)
    for name, (kind, module) in {**package.lazy_names(), **package.names("litellm")}.items():
        is_handler = kind == "value" and module != "litellm" and module.endswith(".main")
        if not name.startswith("_") and not OWN_USE.match(module) and not is_handler:
            yield name, module


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("say the folder of an installed litellm: litellm-names.py SITE-PACKAGES/litellm")
    names = {name: module for root in sys.argv[1:] for name, module in public_names(root)}
    for name in sorted(names):
        print(name, names[name])
