"""The pass that has a module import mocks.py where it says ``unittest.mock``."""

import ast

from .edits import insert_at_top, located

_OURS = "legacyco.adoption.mocks"
# Inside of a class, a name that also ended without underscores would be mangled.
_MOCKS = "__legacyco_mocks__"


def apply(tree, options):
    """Redirect the imports of unittest.mock in a module's tree, whatever the options are."""
    redirection = _Redirection()
    redirection.visit(tree)
    if redirection.needs_mocks:
        alias = ast.alias("mocks", _MOCKS)
        insert_at_top(tree, ast.ImportFrom("legacyco.adoption", [alias], 0))


class _Redirection(ast.NodeTransformer):
    def __init__(self):
        self.needs_mocks = False

    def visit_Import(self, node):
        # Without a name of its own it binds unittest: see visit_Attribute().
        for alias in node.names:
            if alias.name == "unittest.mock" and alias.asname is not None:
                alias.name = _OURS
        return node

    def visit_ImportFrom(self, node):
        if node.module == "unittest.mock" and not node.level:
            node.module = _OURS
        if node.module != "unittest" or node.level:
            return node
        mocks = [alias for alias in node.names if alias.name == "mock"]
        others = [alias for alias in node.names if alias.name != "mock"]
        if not mocks:
            return node
        ours = [ast.alias("mocks", alias.asname or "mock") for alias in mocks]
        new = [located(ast.ImportFrom("legacyco.adoption", ours, 0), node)]
        if others:
            node.names = others
            new.append(node)
        return new

    def visit_Attribute(self, node):
        self.generic_visit(node)
        whole = isinstance(node.value, ast.Name) and node.value.id == "unittest"
        if not whole or node.attr != "mock" or not isinstance(node.ctx, ast.Load):
            return node
        self.needs_mocks = True
        return located(ast.Name(_MOCKS, ast.Load()), node)
