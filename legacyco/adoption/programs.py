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
from importlib.util import find_spec

from . import scripts

_CODING = re.compile("coding[:=]")

# {real path of a file: options}
FILES = {}
# Names of modules that may become the program.
_MODULES = []
# Options for whatever file sys.argv says that is run: one, or none.
_FOLLOWED = []

_plain = builtins.compile

# What a code object says of the ``from __future__ import ...`` that compile() inherits.
_INHERITED = 0
for _name in set(__future__.all_feature_names) - {"nested_scopes", "generators"}:
    _INHERITED |= getattr(__future__, _name).compiler_flag


def add(path, options):
    """Adopt the file, whoever compiles it to run it as a program."""
    FILES[os.path.realpath(path)] = options


def expect(arguments, options):
    """Adopt what is named among a program's arguments, if it runs that as a program in turn.

    arguments: of a debugger, say. Python files and folders are adopted with these options, modules
    (behind "-m") if their package is.
    """
    for before, name in zip([""] + arguments, arguments):
        main = os.path.join(name, "__main__.py")
        if before == "-m" and all(part.isidentifier() for part in name.split(".")):
            _MODULES.append(name)
        elif os.path.isfile(main):
            add(main, options)
        elif os.path.isfile(name) and (name.endswith((".py", ".pyw")) or scripts.is_python(name)):
            add(name, options)
        else:
            continue
        watch()


def follow(options):
    """Adopt also what becomes the program later, by IPython's ``%run`` for instance."""
    _FOLLOWED[:] = [options]
    watch()


def watch(module=builtins):
    """Have a module's ``compile()``, or everybody's, adopt the files that are programs."""
    module.compile = compile


def compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, **others):
    """Compile source into a code object that can be executed by exec() or eval()."""
    caller = sys._getframe(1)
    if _may_be_program(source, mode, flags, str(caller.f_globals.get("__name__"))):
        options = options_for(filename)
        if options is not None:
            from .source import compile_module

            return compile_module(_as_bytes(source), filename, options)
    if not dont_inherit:
        flags |= caller.f_code.co_flags & _INHERITED
    return _plain(source, filename, mode, flags, True, optimize, **others)


compile.__wrapped__ = _plain


def _may_be_program(source, mode, flags, caller):
    return (
        mode == "exec"
        and isinstance(source, (str, bytes))
        and not flags & ast.PyCF_ONLY_AST
        # It asks a loader of ours where it is to adopt; for py_compile it does not.
        and not caller.startswith("importlib.")
    )


def options_for(filename):
    """Return how the file is adopted, or None if it is no program."""
    if not (FILES or _MODULES or _FOLLOWED):
        return None
    try:
        path = os.path.realpath(os.fsdecode(filename))
    except (TypeError, ValueError):
        # No file's name.
        return None
    found = FILES.get(path) or _options_of_module(path)
    if found is None and _FOLLOWED and path == os.path.realpath(sys.argv[0]):
        found = _FOLLOWED[0]
    return found


def _options_of_module(path):
    for name in _MODULES:
        for spec in map(_spec, (name, name + ".__main__")):
            if spec is not None and spec.origin and os.path.realpath(spec.origin) == path:
                return getattr(spec.loader, "legacyco_options", None)
    return None


def _spec(name):
    # Its packages are imported by now: whoever compiles it has found its file.
    parent = name.rpartition(".")[0]
    try:
        return find_spec(name) if not parent or parent in sys.modules else None
    except (ImportError, ValueError):
        # Below a module, or of one that was made by hand.
        return None


def _as_bytes(source):
    if isinstance(source, bytes):
        return source
    # Whoever has read the text has decoded it: what it says of its encoding is no longer true.
    head = "\n".join(source.split("\n", 2)[:2])
    return (_CODING.sub("coding ", head) + source[len(head) :]).encode("utf-8")
