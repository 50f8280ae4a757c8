"""Files that are the program, and are compiled by somebody else.

A debugger, a profiler, ``coverage run``, IPython, and the child processes of multiprocessing read
the program's file themselves and call ``compile()``, by runpy or on their own.  That function is
replaced by one that knows such files; with all else it does as before.
"""

import __future__

import ast
import builtins
import os
import re
import sys

_CODING = re.compile("coding[:=]")

# {real path of a file: options}
FILES = {}

_plain = builtins.compile

# What a code object says of the ``from __future__ import ...`` that compile() inherits.
_INHERITED = 0
for _name in set(__future__.all_feature_names) - {"nested_scopes", "generators"}:
    _INHERITED |= getattr(__future__, _name).compiler_flag


def add(path, options):
    """Adopt the file, whoever compiles it to run it as a program."""
    FILES[os.path.realpath(path)] = options


def is_one(path):
    """Return whether the file is such a program."""
    return bool(FILES) and _options_for(path) is not None


def watch(module=builtins):
    """Have a module's ``compile()``, or everybody's, adopt the files that are programs."""
    module.compile = compile


def compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, **others):
    """Compile source into a code object that can be executed by exec() or eval()."""
    caller = sys._getframe(1)
    options = None
    if mode == "exec" and not flags & ast.PyCF_ONLY_AST and isinstance(source, (str, bytes)):
        options = _options_for(filename)
    # The import system has a loader of ours where it is to adopt; py_compile asks it for others.
    if options is not None and not caller.f_globals.get("__name__", "").startswith("importlib."):
        from .source import compile_module

        return compile_module(_as_bytes(source), filename, options)
    if not dont_inherit:
        flags |= caller.f_code.co_flags & _INHERITED
    return _plain(source, filename, mode, flags, True, optimize, **others)


compile.__wrapped__ = _plain


def _options_for(filename):
    try:
        return FILES.get(os.path.realpath(os.fsdecode(filename)))
    except (TypeError, ValueError):
        # No file's name.
        return None


def _as_bytes(source):
    if isinstance(source, bytes):
        return source
    # Whoever has read the text has decoded it: what it says of its encoding is no longer true.
    head = "\n".join(source.split("\n", 2)[:2])
    return (_CODING.sub("coding ", head) + source[len(head) :]).encode("utf-8")
