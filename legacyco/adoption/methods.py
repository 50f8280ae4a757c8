"""The pass for methods that the interpreter calls, and takes no coroutine from.

Generators that delegate are flagged, so that they may delegate to coroutines (see source.py); the
interpreter refuses such a one from ``__await__``. And up to 3.6 ``__aiter__`` could be an ``async
def``. Each of these methods gets a decorator that makes of it what the interpreter takes.
"""

import ast

from .edits import insert_at_top, located

# Inside of a class, a name that also ended without underscores would be mangled.
_ROOM = "legacyco.coroutines"
_AWAIT = "__legacyco_as_await__"
_AITER = "__legacyco_as_aiter__"
_HELPERS = {_AWAIT: "as_await", _AITER: "as_aiter"}


def apply(tree, options):
    """Decorate these methods of all classes in a module's tree, whatever the options are."""
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            used.update(_decorate_methods(node))
    for helper in sorted(used):
        insert_at_top(tree, ast.ImportFrom(_ROOM, [ast.alias(_HELPERS[helper], helper)], 0))


def _decorate_methods(class_):
    """Yield the decorators that methods of the class got."""
    statements = list(_own_nodes(class_))
    awaited = {"__await__", "__iter__"} | _assigned_to_await(statements)
    for node in statements:
        helper = None
        if isinstance(node, ast.FunctionDef) and node.name in awaited:
            helper = _AWAIT if _contains(node, ast.YieldFrom) else None
        elif isinstance(node, ast.AsyncFunctionDef) and node.name == "__aiter__":
            helper = None if _contains(node, ast.Yield) else _AITER
        # A function round a coroutine function is one as well, as a rule.
        if helper == _AITER or (helper is not None and not node.decorator_list):
            node.decorator_list.insert(0, located(ast.Name(helper, ast.Load()), node))
            yield helper


def _assigned_to_await(statements):
    """Return the names of functions that a class calls ``__await__``, too."""
    return {
        node.value.id
        for node in statements
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and any(getattr(target, "id", None) == "__await__" for target in node.targets)
    }


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def _own_nodes(scope):
    """Yield the nodes below a class or function that are not in another one below it."""
    pending = list(scope.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _SCOPES):
            pending.extend(ast.iter_child_nodes(node))


def _contains(function, kind):
    return any(isinstance(node, kind) for node in _own_nodes(function))
