"""Whose frames a traceback has: the library's, an adopted module's, or those of another one."""

import os
import sys

from . import programs
from .finder import FINDER, is_namespace

_LIBRARY = os.path.join(os.path.dirname(os.__file__), "")
_OURS = "legacyco"


def chain(error):
    """Yield an exception, and those that a traceback shows with it, the nearest first."""
    pending, seen = [error], set()
    for one in pending:
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        pending.extend(getattr(one, "exceptions", ()))
        pending.append(one.__cause__)
        if not one.__suppress_context__:
            pending.append(one.__context__)


def frames(error):
    """Yield ``(frame, line)`` of an exception's traceback, the outermost first."""
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def place(error):
    """Return ``(frame, below)``: where a program's own code died, and the library's frames below.

    The frame is None if there is no such code in the traceback.
    """
    found, below = None, []
    for frame, _ in frames(error):
        if is_library(frame):
            below.append(frame)
        else:
            found, below = frame, []
    return found, below


def is_library(frame):
    """Return whether it is of the standard library, of legacyco, or of code that is no module's."""
    name = frame.f_globals.get("__name__")
    if not isinstance(name, str) or top(name) == _OURS:
        return True
    if "__spec__" not in frame.f_globals and name != "__main__":
        return True
    path = frame.f_code.co_filename
    return path.startswith("<frozen ") or is_librarys(path)


def is_librarys(path):
    """Return whether a file belongs to the standard library."""
    return path.startswith(_LIBRARY) and "-packages" not in path


def options_of(frame):
    """Return how the frame's module was adopted, or None if it was not."""
    names = frame.f_globals
    options = getattr(names.get("__loader__"), "legacyco_options", None)
    if options is None and names.get("__name__") == "__main__" and not _has_loader(names):
        # Compiled and run by somebody else: a profiler, coverage.
        options = programs.options_for(frame.f_code.co_filename)
    return options


def _has_loader(names):
    return getattr(names.get("__spec__"), "loader", None) is not None


def package_of(frame):
    """Return the name to adopt that the frame's module belongs to, or None.

    None also where it is adopted by name, and yet this module is not: source that was no file, or
    a file that no finder found.
    """
    names = frame.f_globals
    name = names["__spec__"].name if _has_loader(names) else names["__name__"]
    if name == "__main__" or FINDER.options_for(name) is not None:
        return None
    return shortest(name)


def shortest(name):
    """Return the package that a module belongs to; of a namespace package the part in it."""
    found, _, rest = name.partition(".")
    while rest and _is_namespace(found):
        part, _, rest = rest.partition(".")
        found += "." + part
    return found


def _is_namespace(name):
    spec = getattr(sys.modules.get(name), "__spec__", None)
    return spec is not None and is_namespace(spec)


def top(name):
    """Return the first part of a dotted name."""
    return name.partition(".")[0]
