"""Which clause of an adopted module would have caught an exception, in the module's own time.

A program has died of it. The classes that the clauses name are looked up in the frames of the
traceback, so that those count by which the module really knew them then.
"""

import ast
import builtins
import linecache
import sys
from functools import lru_cache

from . import constructs, sorts, source
from .era_semantics import Era, today_catches
from .eras import ERA, behaviours_of, class_names
from .meanings import Module

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)
_SUPPRESS = {"contextlib.suppress"}


def caught(error, frame, line):
    """Return whether a clause round a line of the frame's function caught the exception in ERA.

    It does not count if it catches the exception today, or did nothing but raise it again.
    """
    module = _module(frame)
    if module is None:
        return False
    before = Era(*behaviours_of(ERA))
    return any(
        _catches(before, error, frame, module, statement)
        for statement in _around(module, frame.f_code, line)
    )


def uses_in(frame):
    """Return the certain uses of the table in the function, or module, that a frame runs."""
    module = _module(frame)
    function = module and _function(module, frame.f_code)
    if function is None:
        return []
    own = set(sorts.own_nodes(*_body(function)))
    return [
        use
        for use in constructs.find(module.tree, sys.version_info[:3])
        if use.certain and use.node in own
    ]


def _module(frame):
    # A zip file is asked through the module's loader.
    filename = frame.f_code.co_filename
    return _parsed(filename, "".join(linecache.getlines(filename, frame.f_globals)))


@lru_cache(maxsize=None)
def _parsed(filename, text):
    try:
        return Module(source.parse(text.encode("utf-8"), filename)) if text else None
    except (SyntaxError, ValueError, RecursionError):
        return None


def _around(module, code, line):
    """Yield the ``try`` and ``with`` statements whose body has the line, the innermost first."""
    function = _function(module, code)
    own = () if function is None else sorts.own_nodes(*_body(function))
    found = [
        node
        for node in own
        if isinstance(node, (ast.Try, ast.With)) and _first(node) <= line <= _last(node)
    ]
    return sorted(found, key=_first, reverse=True)


def _function(module, code):
    for node in module.nodes:
        if isinstance(node, _FUNCTIONS) and _begins(node) == code.co_firstlineno:
            name = {ast.Module: "<module>", ast.Lambda: "<lambda>"}.get(type(node))
            if code.co_name == (name or node.name):
                return node
    return None


def _begins(function):
    # With its first decorator.
    decorators = getattr(function, "decorator_list", ())
    lines = [one.lineno for one in decorators] + [getattr(function, "lineno", 1)]
    return min(lines)


def _body(function):
    return function.body if isinstance(function.body, list) else [function.body]


def _first(statement):
    return statement.body[0].lineno


def _last(statement):
    # 3.7 and older know no last lines.
    nodes = (node for one in statement.body for node in ast.walk(one))
    return max(getattr(node, "lineno", 0) for node in nodes)


def _catches(before, error, frame, module, statement):
    if isinstance(statement, ast.With):
        return any(
            _suppresses(before, error, frame, module, item.context_expr) for item in statement.items
        )
    is_caught = False
    for handler in statement.handlers:
        classes = _value(handler.type, frame) if handler.type is not None else BaseException
        if classes is None:
            return False
        names = class_names(module, handler.type) if handler.type is not None else ("",)
        catches = not is_caught and today_catches(error, classes)
        if before.catches(error, classes, names):
            return not catches and not _raises_again(handler)
        is_caught = is_caught or catches
    return False


def _suppresses(before, error, frame, module, node):
    if not isinstance(node, ast.Call) or not _SUPPRESS.intersection(module.things(node.func)):
        return False
    for argument in node.args:
        classes = _value(argument, frame)
        if classes is not None:
            names = class_names(module, argument)
            if before.catches(error, classes, names) and not today_catches(error, classes):
                return True
    return False


def _raises_again(handler):
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _value(node, frame):
    """Return the class, or tuple of classes, that an expression gives in a frame, or None."""
    if isinstance(node, ast.Tuple):
        values = [_value(one, frame) for one in node.elts]
        return None if None in values else tuple(values)
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals, vars(builtins)):
            if node.id in names:
                return names[node.id]
        return None
    if isinstance(node, ast.Attribute):
        return getattr(_value(node.value, frame), node.attr, None)
    return None
