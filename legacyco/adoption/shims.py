"""The pass that restores small things of the standard library, inside adopted packages only.

==========================================  =======================================================
``collections.Mapping``                     ``shims.member(collections, "Mapping")``
``self.assertEquals``                       ``shims.member(self, "assertEquals")``
``from collections import Mapping``         ``Mapping = shims.taken("collections", "Mapping")``
``getattr(time, "clock")``, ``hasattr()``   the same, asking ``shims``
==========================================  =======================================================

*shims* is restored.py. What the module or the object has is what they get; only where it lacks the
name, or has what does otherwise (restored.OTHERWISE), it comes from there. Nothing is changed in
the modules and classes themselves.
"""

import ast

from . import restored
from .meanings import Module, string_of
from .rewriting import call, helper, replace
from .spelling import lookup

_HELPER = "__legacyco_shims__"
_ASKED = {"getattr": "member", "hasattr": "has"}

_LAST_PARTS = frozenset(name.rpartition(".")[2] for name in restored.THINGS)
_METHODS = frozenset(
    name.rpartition(".")[2] for table in (restored.MEMBERS, restored.CHANGED) for name in table
)


def apply(tree, options):
    """Redirect what *tree* takes from the standard library, where that may have lost it."""
    if not _mentions(tree):
        return
    module, replacements = Module(tree), {}
    for node in module.nodes:
        find = _FINDERS.get(type(node))
        replacement = find and find(module, node)
        if replacement:
            replacements[node] = replacement
    if replacements:
        replace(tree, replacements)
        helper(tree, "restored", _HELPER)


def _mentions(tree):
    """Return whether the tree has one of the names anywhere: few have, and that is quickly seen."""
    known = _LAST_PARTS | _METHODS
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "name", None)
        if (name if isinstance(name, str) else string_of(node)) in known:
            return True
    return False


# What the pass replaces.


def _attribute(module, node):
    if isinstance(node.ctx, ast.Load) and _is_restored(module, node.value, node.attr):
        return lambda node: call(node, _HELPER, "member", node.value, node.attr)
    return None


def _is_restored(module, owner, name):
    if name in _METHODS:
        return True
    if name not in _LAST_PARTS:
        return False
    return any(lookup(restored.THINGS, "%s.%s" % (one, name)) for one in module.things(owner))


def _question(module, node):
    function = getattr(node.func, "id", None)
    if function not in _ASKED or len(node.args) < 2 or node.keywords:
        return None
    name = string_of(node.args[1])
    if name is None or not _is_restored(module, node.args[0], name):
        return None
    return lambda node: call(node, _HELPER, _ASKED[function], *node.args)


def _import(module, node):
    if node.level or not any(_name(node, alias) in restored.THINGS for alias in node.names):
        return None
    return _imports


def _name(node, alias):
    return "%s.%s" % (node.module, alias.name)


def _imports(node):
    """Return the statements that import as *node* does, in its order."""
    statements = []
    for alias in node.names:
        if _name(node, alias) in restored.THINGS:
            target = ast.copy_location(ast.Name(alias.asname or alias.name, ast.Store()), node)
            taken = call(node, _HELPER, "taken", node.module, alias.name)
            statement = ast.Assign([target], taken, type_comment=None)
        else:
            statement = ast.ImportFrom(node.module, [alias], node.level)
        statements.append(ast.copy_location(statement, node))
    return statements


_FINDERS = {ast.Attribute: _attribute, ast.Call: _question, ast.ImportFrom: _import}
