"""Which sort of function a statement is, and which sort of object an expression gives."""

import ast

from ..history.rules import rule
from .scopes import CALLED, FUNCTIONS, INSTANCE, THING
from .spelling import spellings

_NESTED = FUNCTIONS + (ast.ClassDef,)
_YIELDS = (ast.Yield, ast.YieldFrom)
_WAITS = (ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)

NATIVE = "async def"
DECORATED = "decorated with asyncio.coroutine"
FLAGGED = "a generator function decorated with types.coroutine"
GENERATOR = "a generator function"
WRAPPED = "decorated with something unknown"
PLAIN = "a function"
ASYNC_GENERATOR = "an async generator function"

# What a question about an expression may be answered with, besides True and False.
PERHAPS = None


def own_nodes(*nodes):
    """Yield *nodes* and what is below them, but not the bodies of functions and classes there."""
    pending = list(reversed(nodes))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _NESTED):
            pending.extend(reversed(list(ast.iter_child_nodes(node))))


def body_nodes(function):
    """Yield the nodes that a function itself runs when it is called."""
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    return own_nodes(*body)


def yields(function):
    """Return whether *function* has a yield of its own, which makes it a generator function."""
    return any(isinstance(node, _YIELDS) for node in body_nodes(function))


def waits(*nodes):
    """Return whether one of *nodes* may be suspended for something to happen."""
    return any(isinstance(node, _WAITS) for node in own_nodes(*nodes))


def sort_of_function(module, function):
    """Return one of the sorts above for a function statement or a lambda."""
    yielding = yields(function)
    if isinstance(function, ast.AsyncFunctionDef):
        return ASYNC_GENERATOR if yielding else NATIVE
    decorators = getattr(function, "decorator_list", ())
    names = {name for one in decorators for name in _decorator_names(module, one)}
    if names.intersection(rule("coroutine-decorator").names):
        return DECORATED
    if not yielding:
        return WRAPPED if decorators else PLAIN
    if "types.coroutine" in names:
        return FLAGGED
    unknown = names - {"staticmethod", "classmethod"} or len(decorators) > len(names)
    return WRAPPED if unknown else GENERATOR


def _decorator_names(module, decorator):
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    return [name for thing in module.things(decorator) for name in spellings(thing)]


def runs_in_a_loop(module, function):
    """Return whether the body of *function* runs while an event loop does; False for None."""
    if function is None or isinstance(function, ast.Lambda):
        return False
    sort = sort_of_function(module, function)
    return sort in (NATIVE, ASYNC_GENERATOR, DECORATED, FLAGGED) or waits(*function.body)


def is_generator(module, node):
    """Return whether an expression gives a generator: True, False, or PERHAPS."""
    if isinstance(node, ast.GeneratorExp):
        return True
    return any(_is_called(module, one, (GENERATOR, FLAGGED)) for one in module.meanings(node))


def is_coroutine(module, node):
    """Return whether an expression gives a coroutine: True, False, or PERHAPS.

    A call of something unknown may well give one.
    """
    meanings = module.meanings(node)
    if any(_is_called(module, one, (NATIVE, DECORATED)) for one in meanings):
        return True
    if any(one.kind == CALLED and isinstance(one.what, str) for one in meanings):
        return True
    if isinstance(node, ast.Call) and not meanings:
        known = module.things(node.func)
        return False if known and not _foreign(known) else PERHAPS
    return False


def _is_called(module, meaning, sorts):
    return (
        meaning.kind == CALLED
        and isinstance(meaning.what, FUNCTIONS)
        and sort_of_function(module, meaning.what) in sorts
    )


def _foreign(things):
    """Return whether *things* are of other modules than asyncio, which may give coroutines."""
    return any("." in one and not one.startswith("asyncio.") for one in things)


def is_awaitable(module, node):
    """Return whether an expression is known to give a coroutine, a future or a task."""
    return is_coroutine(module, node) is True or "asyncio.Future" in module.classes(node)


def is_generator_function(module, node):
    """Return whether an expression is a generator function of this module."""
    return any(
        isinstance(one, FUNCTIONS) and sort_of_function(module, one) in (GENERATOR, FLAGGED)
        for one in module.defined(node)
    )


def has_coroutines(module, node):
    """Return whether a collection has coroutines among its elements: True, False, or PERHAPS."""
    answers = [
        is_coroutine(module, element)
        for collection in _values(module, node)
        for element in _elements(collection)
    ]
    if True in answers:
        return True
    return PERHAPS if PERHAPS in answers else False


def _values(module, node):
    """Return the expressions that a name is bound to, or the expression itself."""
    if isinstance(node, ast.Name):
        return [one for one in module.sources(node) or () if isinstance(one, ast.AST)]
    return [node]


def _elements(collection):
    if isinstance(collection, (ast.List, ast.Tuple, ast.Set)):
        return [one.value if isinstance(one, ast.Starred) else one for one in collection.elts]
    if isinstance(collection, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [collection.elt]
    return []


def is_iterator(module, node):
    """Return whether an expression gives an iterator that is not a collection."""
    if isinstance(node, ast.GeneratorExp):
        return True
    makers = {"map", "filter", "iter", "zip", "reversed"}
    return isinstance(node, ast.Call) and bool(makers.intersection(module.things(node.func)))


def is_stop_iteration(module, node):
    """Return whether an expression is StopIteration, the class or an instance."""
    return any(
        one.what == "StopIteration" and one.kind in (THING, INSTANCE)
        for one in module.meanings(node)
    )


def is_other_executor(module, node):
    """Return whether an expression gives an executor that is not a ThreadPoolExecutor."""
    lineages = [module.lineage(one.what) for one in module.meanings(node) if one.kind == INSTANCE]
    last_parts = [{name.rpartition(".")[2] for name in lineage} for lineage in lineages]
    return any(
        "ThreadPoolExecutor" not in names and any(name.endswith("Executor") for name in names)
        for names in last_parts
    )


# The answers to the sorts of values that the table names.
VALUES = {
    "generator": is_generator,
    "generator function": is_generator_function,
    "coroutine": has_coroutines,
    "iterator": is_iterator,
    "StopIteration": is_stop_iteration,
    "other than ThreadPoolExecutor": is_other_executor,
}
