"""What of a module an interpreter never runs: behind conditions, and behind the end of a block."""

import ast

from .conditions import FUNCTIONS, UNKNOWN

_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_EXITS = {"sys.exit", "os._exit", "exit", "quit"}


def dead_nodes(tree, conditions):
    """Return the set of the nodes of a module that are never run.

    conditions: the Conditions of the module, made for the interpreter in question.
    """
    found = set()
    _collect(tree, conditions, found)
    return found


def _collect(node, conditions, found):
    is_function = isinstance(node, FUNCTIONS)
    if is_function:
        conditions.enter(node)
    for parts in _dead_parts(node, conditions):
        for each in parts:
            found.update(ast.walk(each))
    for child in ast.iter_child_nodes(node):
        if child not in found:
            _collect(child, conditions, found)
    if is_function:
        conditions.leave()


def _dead_parts(node, conditions):
    """Yield lists of the children that are not run."""
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        known = conditions.value(node.test)
        # After a loop that runs, ``else`` may still be run.
        if known is not UNKNOWN and not (known and isinstance(node, ast.While)):
            parts = node.orelse if known else node.body
            yield parts if isinstance(parts, list) else [parts]
    elif isinstance(node, ast.BoolOp):
        decides = isinstance(node.op, ast.Or)
        for place, each in enumerate(node.values):
            known = conditions.value(each)
            if known is not UNKNOWN and bool(known) is decides:
                yield node.values[place + 1 :]
                break
    for name in ("body", "orelse", "finalbody"):
        statements = getattr(node, name, None)
        if isinstance(statements, list):
            for place, each in enumerate(statements):
                if _ends_block(each, conditions):
                    yield statements[place + 1 :]
                    break


def _ends_block(statement, conditions):
    """Return whether nothing behind a statement of the same block is run."""
    if isinstance(statement, _ENDS):
        return True
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return conditions.dotted(statement.value.func) in _EXITS
    if isinstance(statement, ast.If):
        known = conditions.value(statement.test)
        branches = [statement.body, statement.orelse]
        if known is not UNKNOWN:
            branches = branches[:1] if known else branches[1:]
        return all(any(_ends_block(each, conditions) for each in branch) for branch in branches)
    return False
