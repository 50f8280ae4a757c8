"""The pass that has a module import legacyco where it says asyncio or trollius.

===========================================  ==================================================
``import asyncio``                           ``import legacyco as asyncio``
``import asyncio.queues``                    ``import legacyco.queues as asyncio, legacyco as
                                             asyncio``: the last one binds the name
``import asyncio.queues as q``               ``import legacyco.queues as q``
``from asyncio.queues import Queue``         ``from legacyco.queues import Queue``
``importlib.import_module(name)``            ``importlib.import_module(standin(name))``
``__import__(name)``                         ``__import__(standin(name))``
``mock.patch("asyncio.sleep")``              ``mock.patch("legacyco.sleep")``
===========================================  ==================================================

``trollius`` becomes ``legacyco.trollius`` likewise; see standins.  A submodule that asyncio has and
legacyco has not stays the interpreter's.
"""

import ast

from .edits import insert_at_top, located
from .standins import STANDINS, renamed, standin

# Inside of a class, a name that also ended without underscores would be mangled.
_STANDIN = "__legacyco_standin__"
# Functions that take the name of a module to import; the last one is pytest's.
_IMPORTERS = ("import_module", "__import__", "importorskip")
# Functions that take the dotted name of what they replace.
_PATCHERS = ("patch", "dict", "multiple", "setattr", "delattr")


def apply(tree, options):
    """Redirect the imports of asyncio and trollius in a module's tree, whatever the options are."""
    redirection = _Redirection()
    redirection.visit(tree)
    if redirection.needs_standin:
        helper = ast.ImportFrom(standin.__module__, [ast.alias("standin", _STANDIN)], 0)
        insert_at_top(tree, helper)


class _Redirection(ast.NodeTransformer):
    def __init__(self):
        self.needs_standin = False
        self._importers = set(_IMPORTERS)

    def visit_Import(self, node):
        node.names = [new for old in node.names for new in self._aliases(old)]
        return node

    def _aliases(self, old):
        name = standin(old.name)
        if name == old.name:
            return [old]
        if old.asname is not None:
            new = [ast.alias(name, old.asname)]
        else:
            top = old.name.partition(".")[0]
            new = [ast.alias(STANDINS[top], top)]
            if name != STANDINS[top]:
                new.insert(0, ast.alias(name, top))
        return [located(each, old) for each in new]

    def visit_ImportFrom(self, node):
        if not node.level:
            self._importers.update(each.asname for each in node.names if each.name in _IMPORTERS)
            node.module = standin(node.module)
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        function = _last_name(node.func)
        if function in self._importers:
            self._redirect_import(node)
        elif function in _PATCHERS and node.args:
            node.args[0] = _patched_name(node.args[0])
        return node

    def _redirect_import(self, node):
        # A relative import, by its fifth argument.
        if len(node.args) > 4 or any(keyword.arg == "level" for keyword in node.keywords):
            return
        node.args = [self._standin_call(each) for each in node.args[:1]] + node.args[1:]
        for keyword in node.keywords:
            if keyword.arg in ("name", "modname"):
                keyword.value = self._standin_call(keyword.value)

    def _standin_call(self, value):
        if isinstance(value, ast.Starred):
            return value
        self.needs_standin = True
        return located(ast.Call(ast.Name(_STANDIN, ast.Load()), [value], []), value)


def _last_name(function):
    return getattr(function, "attr", getattr(function, "id", None))


def _patched_name(node):
    """Return the first argument of mock.patch() with the name of our thing in it."""
    # Up to 3.7 texts are nodes of another class, whose attribute is deprecated since 3.12.
    text = node.value if hasattr(node, "value") else getattr(node, "s", None)
    if not isinstance(text, str) or text.partition(".")[0] not in STANDINS:
        return node
    return located(ast.Constant(renamed(text), kind=None), node)
