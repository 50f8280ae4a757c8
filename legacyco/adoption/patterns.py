"""Uses of the table's syntactic patterns."""

import ast

from ..history.rules import by_pattern
from . import sorts
from .spelling import spellings
from .uses import use

_KEYWORDS = ("async", "await")
_LOCKS = frozenset(by_pattern()["with lock"].names)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _use(pattern, node, name="", certain=True, at=None):
    return use(by_pattern()[pattern], node, name, certain, at)


def functions(module, node):
    """Yield the uses in a function: what its decorators and its yields have to do with each."""
    sort = sorts.sort_of_function(module, node)
    if sort == sorts.DECORATED and not sorts.yields(node):
        yield _use("decorated function without yield", node, "asyncio.coroutine")
    if node.name == "__aiter__" and sort in (sorts.DECORATED, sorts.NATIVE):
        # A native one may be a mistake that nobody has met.
        yield _use("coroutine as __aiter__", node, certain=sort == sorts.DECORATED)
    if sort not in (sorts.DECORATED, sorts.FLAGGED, sorts.GENERATOR, sorts.WRAPPED):
        return
    generator = sorts.yields(node)
    for each in sorts.body_nodes(node):
        if isinstance(each, ast.YieldFrom) and sort == sorts.GENERATOR:
            answer = sorts.is_coroutine(module, each.value)
            if answer is not False:
                pattern = "yield from a coroutine in an undecorated generator"
                yield _use(pattern, each, certain=bool(answer))
        elif isinstance(each, ast.Yield) and sort in (sorts.DECORATED, sorts.FLAGGED):
            if each.value is not None and sorts.is_awaitable(module, each.value):
                yield _use("yield of an awaitable in a coroutine", each)
        elif isinstance(each, ast.Raise) and generator and each.exc is not None:
            if sorts.is_stop_iteration(module, each.exc):
                yield _use("raise StopIteration in a generator", each)


def comprehensions(module, node):
    """Yield the yields in a comprehension."""
    for each in sorts.own_nodes(node):
        if isinstance(each, (ast.Yield, ast.YieldFrom)) and not _in_outermost(node, each):
            yield _use("yield inside a comprehension", each)


def _in_outermost(comprehension, node):
    """Return whether *node* is in the first iterable, which is evaluated outside."""
    return any(one is node for one in sorts.own_nodes(comprehension.generators[0].iter))


def with_items(module, node):
    """Yield the uses of locks in a ``with`` statement."""
    for item in node.items:
        expression = item.context_expr
        if isinstance(expression, (ast.YieldFrom, ast.Await)):
            lock = _lock(module, expression.value)
            word = "yield from" if isinstance(expression, ast.YieldFrom) else "await"
            # What a call gives, or what gets a name, may be a connection of a pool.
            plain = item.optional_vars is None and not isinstance(expression.value, ast.Call)
            if lock or plain and _unknown(module, expression.value):
                yield _use("with (%s lock)" % word, expression, lock or "asyncio.Lock", bool(lock))
        else:
            lock = _lock(module, expression)
            if lock:
                yield _use("with lock", expression, lock)


def yields_from(module, node):
    """Yield the use of a lock that is yielded from, for its context manager."""
    if isinstance(module.parents[node], ast.withitem):
        return
    lock = _lock(module, node.value)
    if lock:
        yield _use("yield from lock", node, lock)
    elif _unknown(module, node.value) and _lock(module, node.value, guess=True):
        yield _use("yield from lock", node, "asyncio.Lock", certain=False)


def _lock(module, node, guess=False):
    """Return the dotted name of the class of locks that *node* is an object of, or None."""
    for class_ in module.classes(node, guess):
        for name in spellings(class_):
            if name in _LOCKS:
                return name
    return None


def _unknown(module, node):
    return not module.meanings(node)


def keywords(module, node):
    """Yield the uses of a keyword as a name."""
    at = node
    for field in _IDENTIFIERS.get(type(node), ()):
        value = getattr(node, field, None)
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str) and not _KEYWORDS_AS_PARTS.isdisjoint(name.split(".")):
                while not hasattr(at, "lineno"):
                    at = module.parents[at]
                word = next(part for part in name.split(".") if part in _KEYWORDS)
                yield _use("async or await as a name", node, word, at=at)


_KEYWORDS_AS_PARTS = frozenset(_KEYWORDS)
_IDENTIFIERS = {
    ast.Name: ("id",),
    ast.Attribute: ("attr",),
    ast.arg: ("arg",),
    ast.arguments: ("vararg", "kwarg"),
    ast.keyword: ("arg",),
    ast.FunctionDef: ("name",),
    ast.AsyncFunctionDef: ("name",),
    ast.ClassDef: ("name",),
    ast.ExceptHandler: ("name",),
    ast.alias: ("name", "asname"),
    ast.ImportFrom: ("module",),
    ast.Global: ("names",),
    ast.Nonlocal: ("names",),
}
IDENTIFIERS = tuple(_IDENTIFIERS)
COMPREHENSIONS = _COMPREHENSIONS
