"""Calls of get_event_loop() of which the source tells that no loop runs then, and none was set.

Since Python 3.14 they raise RuntimeError.  A module is taken at its word only where

- the call stands outside of functions, or in one that is called there and runs the loop that it
  gives: in others it may well be that somebody has set a loop, and
- nothing in the module makes or sets a loop, and nobody is prepared for the error.
"""

import ast

from .meanings import Module
from .scopes import FUNCTIONS

_RUNS = {"run_until_complete", "run_forever"}
_MAKES = {"new_event_loop", "set_event_loop", "set_event_loop_policy", "Runner"}
_PREPARED = {"RuntimeError", "Exception", "BaseException"}


def calls_without_loop(tree, uses):
    """Return those of the uses of get_event_loop() that fail where no loop is set."""
    names = {getattr(node, "attr", getattr(node, "id", None)) for node in ast.walk(tree)}
    if not uses or names & _MAKES:
        return []
    module = Module(tree)
    # The uses have been found in this tree, so their nodes are the module's.
    return [use for use in uses if _has_no_loop(module, use.node)]


def _has_no_loop(module, call):
    function = module.function(call)
    if isinstance(function, ast.AsyncFunctionDef) or _is_prepared(module, call):
        return False
    if not isinstance(function, FUNCTIONS):
        return True
    return _is_called(module, function) and _is_run(module, call, function)


def _is_called(module, function):
    """Return whether a function is called outside of functions."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and module.function(node) is None
        and function in module.defined(node.func)
        for node in module.nodes
    )


def _is_run(module, call, function):
    """Return whether what *call* gives is run in the function itself."""
    parent = module.parents[call]
    if isinstance(parent, ast.Attribute):
        return parent.attr in _RUNS
    if not isinstance(parent, ast.Assign) or not isinstance(parent.targets[0], ast.Name):
        return False
    name = parent.targets[0].id
    bound = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
    ]
    return len(bound) == 1 and any(
        isinstance(node, ast.Attribute)
        and node.attr in _RUNS
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        and module.function(node) is function
        for node in ast.walk(function)
    )


def _is_prepared(module, node):
    """Return whether the call stands in a ``try`` that catches the error."""
    while not isinstance(node, ast.Module):
        node, child = module.parents[node], node
        if isinstance(node, ast.Try) and child in node.body:
            for handler in node.handlers:
                if handler.type is None:
                    return True
                caught = {getattr(each, "id", "") for each in ast.walk(handler.type)}
                if caught & _PREPARED:
                    return True
    return False
