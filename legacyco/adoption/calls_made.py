"""Uses in calls: arguments, their values, what the call gives, functions that asyncio calls."""

import ast

from ..history.changes import CALLBACK, RESULT, VALUE
from ..history.rules import by_argument, by_call, by_override
from . import sorts
from .meanings import string_of
from .spelling import lookup, position, spellings
from .uses import use

_PARTIALS = {"functools.partial", "functools.partialmethod"}


def calls(module, node):
    """Yield the uses in a call."""
    called, arguments = node.func, node.args
    if arguments and _PARTIALS.intersection(module.things(called)):
        called, arguments = arguments[0], arguments[1:]
    sure = set(_callables(module, called, guess=False))
    for dotted in _callables(module, called, guess=True):
        for found in _arguments(node, dotted):
            yield found._replace(certain=found.certain and dotted in sure)
        known = lookup(by_call(), dotted)
        for row in known[1] if known is not None else ():
            certain = _CHECKS[row.place](module, node, arguments, dotted, row)
            if certain is not False:
                yield use(row, node, known[0], certain=bool(certain) and dotted in sure)


def _callables(module, called, guess):
    """Return the dotted names of what may be called, constructors of base classes included."""
    found = []
    for thing in module.things(called, guess):
        found.append(thing[: -len(".__init__")] if thing.endswith(".__init__") else thing)
    for statement in module.defined(called):
        if isinstance(statement, ast.ClassDef) and not _has_constructor(statement):
            found.extend(module.lineage(statement))
    return found


def _has_constructor(statement):
    return any(getattr(each, "name", None) in ("__init__", "__new__") for each in statement.body)


def _arguments(node, dotted):
    for keyword, name in _keywords(node):
        for spelling in spellings(dotted):
            rows = by_argument().get((spelling, name), ())
            for row in rows:
                yield use(row, keyword, spelling, at=keyword.value)
            if rows:
                break


def _keywords(node):
    """Yield ``(keyword, name)``, also for the keys of a ``**{}`` that is written out."""
    for keyword in node.keywords:
        if keyword.arg is not None:
            yield keyword, keyword.arg
        elif isinstance(keyword.value, ast.Dict):
            for key in keyword.value.keys:
                if key is not None and string_of(key) is not None:
                    yield keyword, string_of(key)


# Whether a rule about a call holds: True, False, or None where the source does not tell.


def _value(module, node, arguments, dotted, row):
    values = _values(node, arguments, dotted, row)
    answers = [sorts.VALUES[row.value](module, value) for value in values]
    if True in answers:
        return True
    return sorts.PERHAPS if sorts.PERHAPS in answers else False


def _values(node, arguments, dotted, row):
    index, all_ = position(dotted, row.argument)
    values = list(arguments if all_ else arguments[index : index + 1])
    return values + [one.value for one in node.keywords if one.arg == row.argument]


def subjects(node, dotted, row):
    """Return the arguments, of the call *node* of the callable *dotted*, that *row* speaks of."""
    return _values(node, node.args, dotted, row)


def _callback(module, node, arguments, dotted, row):
    return any(
        isinstance(one, sorts.FUNCTIONS) and not _takes(one, row.argument)
        for value in arguments[:1]
        for one in module.defined(value)
    )


def _takes(function, argument):
    names = {one.arg for one in function.args.args + function.args.kwonlyargs}
    return argument in names or function.args.kwarg is not None


def _result(module, node, arguments, dotted, row):
    condition = _CONDITIONS.get(row.id)
    return sorts.PERHAPS if condition is None else condition(module, node)


_CHECKS = {VALUE: _value, CALLBACK: _callback, RESULT: _result}


def _without_loop(module, node):
    """Return whether a call may be made while no event loop runs."""
    function = module.function(node)
    if sorts.runs_in_a_loop(module, function):
        return False
    return True if function is None else sorts.PERHAPS


def _without_loop_or_argument(module, node):
    names = {name for keyword, name in _keywords(node)}
    if "loop" in names or any(one.arg is None for one in node.keywords):
        return False
    return _without_loop(module, node)


def _after_run(module, node):
    """Return whether ``asyncio.run()`` stands above in the same body."""
    scope = module.scope(node)
    return any(
        isinstance(other, ast.Call)
        and other.lineno < node.lineno
        and module.scope(other) is scope
        and "asyncio.run" in [name for one in module.things(other.func) for name in spellings(one)]
        for other in module.nodes
    )


def _of_a_generator(module, node):
    sure = bool(node.args) and sorts.is_generator(module, node.args[0])
    return True if sure else sorts.PERHAPS


def _never(module, node):
    return False


# Which thread a call runs in and which platform it runs on cannot be seen.
_CONDITIONS = {
    "get-event-loop": _without_loop,
    "implicit-loop": _without_loop_or_argument,
    "event-loop-after-run": _after_run,
    "iscoroutine-generator": _of_a_generator,
    "subprocess-thread": _never,
    "windows-proactor": _never,
}


def overrides(module, node):
    """Yield the methods of a class that do not take what asyncio gives them."""
    lineage = module.lineage(node)
    for statement in node.body:
        if not isinstance(statement, sorts.FUNCTIONS):
            continue
        for class_ in lineage:
            known = lookup(by_override(), "%s.%s" % (class_, statement.name))
            if known is not None:
                for row in known[1]:
                    if not _takes(statement, row.argument):
                        yield use(row, statement, known[0])
                break
