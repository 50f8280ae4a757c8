"""Uses in ``except`` clauses, and in tests of which class an exception is."""

import ast

from ..history.rules import by_handler
from . import sorts
from .spelling import spellings
from .uses import use

_RUNS = {"asyncio.run", "asyncio.Runner.run", "asyncio.AbstractEventLoop.run_until_complete"}
_TESTS = {"isinstance", "issubclass"}
_EVERYTHING = {"BaseException"}

# The exception that came in or went out of reach of the names of a rule: clauses that name it
# before, or beside, have settled the matter.
_CONCERNS = {
    "except-exception-cancel": "CancelledError",
    "timeout-error-oserror": "TimeoutError",
}


def clauses(module, node):
    """Yield the uses in the ``except`` clauses of a ``try`` statement that may wait."""
    waits, runs = sorts.waits(*node.body), _runs(module, node.body)
    if not waits and not runs:
        return
    caught = set()
    for handler in node.handlers:
        names = _names(module, handler.type)
        caught.update(name.rpartition(".")[2] for name in names)
        for name, rows in _rules(names):
            for row in rows:
                if not caught & (_EVERYTHING | {_CONCERNS.get(row.id)}):
                    certain = bool(waits) and _certain(module, node, row)
                    yield use(row, handler, name, certain)


def _certain(module, node, row):
    # What is awaited may end with a timeout or not; cancellation may come everywhere.
    if row.id != "timeout-error-oserror":
        return True
    return any(
        "asyncio.wait_for" in spellings(thing)
        for call in sorts.own_nodes(*node.body)
        if isinstance(call, ast.Call)
        for thing in module.things(call.func)
    )


def _runs(module, body):
    """Return whether *body* runs an event loop until something is done."""
    return any(
        isinstance(call, ast.Call)
        and _RUNS.intersection(
            name for thing in module.things(call.func, guess=True) for name in spellings(thing)
        )
        for call in sorts.own_nodes(*body)
    )


def _names(module, expression):
    """Return the dotted names of the classes that an expression, or a tuple of them, names."""
    if isinstance(expression, ast.Tuple):
        return [name for one in expression.elts for name in _names(module, one)]
    return module.things(expression) if expression is not None else ["BaseException"]


def _rules(names):
    return [(name, by_handler()[name]) for name in names if name in by_handler()]


def class_tests(module, node):
    """Yield the uses in ``isinstance()``, ``issubclass()`` and comparisons of exceptions."""
    if isinstance(node, ast.Compare):
        operands = [node.left] + node.comparators
    elif _TESTS.intersection(module.things(node.func)):
        operands = node.args
    else:
        return
    names = [name for operand in operands for name in _names(module, operand)]
    last_parts = {name.rpartition(".")[2] for name in names}
    for name, rows in _rules(names):
        for row in rows:
            if _CONCERNS.get(row.id, name.rpartition(".")[2]) in last_parts:
                yield use(row, node, name)
