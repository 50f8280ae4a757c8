"""The pass for source that never was a file: what a module gives to exec(), eval() and compile().

The call stays, with its namespaces and with the frame that it looks into; what it is given goes
through ``execution.Execution`` first, which does to it what the import hook does to a file.
"""

import ast

from .meanings import Module
from .rewriting import call, helper_object, replace

_HELPER = "__legacyco_execution__"

# Functions, and what is to be done with their first argument, or in their place.
_FUNCTIONS = {
    "exec": "code",
    "builtins.exec": "code",
    "six.exec_": "code",
    "eval": "expression",
    "builtins.eval": "expression",
    "compile": "compile",
    "builtins.compile": "compile",
}
_NAMES = {name.rpartition(".")[2] for name in _FUNCTIONS}


def apply(tree, options):
    """Have what a module executes adopted with the same options."""
    calls = [node for node in ast.walk(tree) if _may_execute(node)]
    if not calls:
        return
    module = Module(tree)
    replacements = {}
    for node in calls:
        meant = set(module.things(node.func))
        if len(meant) == 1 and meant <= _FUNCTIONS.keys():
            replacements[node] = _replacement(_FUNCTIONS[meant.pop()])
    if replacements:
        replace(tree, replacements)
        helper_object(tree, "execution", "Execution", _HELPER, *options)


def _may_execute(node):
    """Return whether a node is a call of that name, and says what its first argument is."""
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", None)) in _NAMES
        and bool(node.args)
        and not isinstance(node.args[0], ast.Starred)
    )


def _replacement(method):
    def make(node):
        if method == "compile":
            node.func = call(node, _HELPER, method).func
        else:
            node.args[0] = call(node.args[0], _HELPER, method, node.args[0])
        return node

    return make
