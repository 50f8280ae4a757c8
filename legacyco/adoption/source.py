"""From the bytes of a file to the code that runs.

Lines and columns are the file's own throughout, so tracebacks, coverage and debuggers show it.
"""

import ast
import dis
import inspect
import tokenize
import warnings
from importlib import import_module

from .. import _compat
from . import keywords

# The passes, in their order.  Each is a module with ``apply(tree, options)``, which rewrites the
# tree in place.  Those that look for what a module takes from asyncio come before the one that
# redirects its imports; what has to see the module as it was written comes first.
PASSES = (
    "sites",
    "evident",
    "counting",
    "eras",
    "shims",
    "methods",
    "mocking",
    "executed",
    "imports",
    "comprehensions",
)

# Passes that are run, and imported, only where this option asks for them.
OPTIONAL = {"sites": "report", "counting": "report", "eras": "era", "shims": "shims"}

# What ``yield from`` becomes; each Python has one of them.
_DELEGATES = {dis.opmap[name] for name in ("YIELD_FROM", "SEND") if name in dis.opmap}


def compile_module(data, filename, options, finish=None):
    """Return the code of an adopted module; *data* are the bytes of its file.

    finish: called with the tree, *data* and *filename* when all passes are done.

    Raises SyntaxError where not even the Python of its time would have accepted it.
    """
    try:
        # Nobody is going to edit the package: warnings about its syntax help nobody.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(_tree(data, filename, options, finish), filename, "exec", 0, True)
    except SyntaxError as error:
        # Packages catch SyntaxErrors of their own, so it must be one.  Who runs programs asks this.
        error.legacyco_adopting = True
        raise
    return with_delegating_generators(code)


def _tree(data, filename, options, finish):
    tree = parse(data, filename)
    rewrite(tree, options)
    if finish is not None:
        finish(tree, data, filename)
    return tree


def rewrite(tree, options):
    """Have all passes that the options ask for rewrite a module's tree."""
    for name in PASSES:
        if name not in OPTIONAL or getattr(options, OPTIONAL[name]):
            import_module("." + name, __package__).apply(tree, options)


def parse(data, filename="<unknown>"):
    """Return the tree of a module's source, in which ``async`` and ``await`` may be names."""
    try:
        return ast.parse(data, filename)
    except SyntaxError as error:
        if isinstance(data, str):
            data = data.encode("utf-8", "surrogatepass")
        if b"async" not in data and b"await" not in data:
            raise
        try:
            return keywords.parse(data, filename)
        except (tokenize.TokenError, UnicodeDecodeError):
            raise error from None


def with_delegating_generators(code):
    """Return the code with generators that may ``yield from`` coroutines.

    In an old package a generator between two coroutines needed no decorator.  Those that contain a
    ``yield from`` get the flag that types.coroutine() sets.
    """
    constants = tuple(
        with_delegating_generators(each) if inspect.iscode(each) else each
        for each in code.co_consts
    )
    flags = code.co_flags
    if flags & inspect.CO_GENERATOR and _DELEGATES.intersection(code.co_code[::2]):
        flags |= inspect.CO_ITERABLE_COROUTINE
    return _compat.with_fields(code, co_consts=constants, co_flags=flags)
