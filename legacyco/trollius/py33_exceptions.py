"""The exceptions that Python 3.3 made of OSError: the interpreter's own."""

import builtins
import errno

from .compat import PY33 as PY33, reraise as reraise

__all__ = (
    "BlockingIOError",
    "BrokenPipeError",
    "ChildProcessError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "InterruptedError",
    "ConnectionAbortedError",
    "PermissionError",
    "FileNotFoundError",
    "ProcessLookupError",
)

globals().update((name, getattr(builtins, name)) for name in __all__)


def get_error_class(key, default):
    """Return the exception for an errno, or *default* where there is no special one.

    OSError itself is what the interpreter makes of the others.
    """
    if key == errno.EBADF:
        return OSError
    found = type(OSError(key, ""))
    return default if found is OSError else found


def wrap_error(func, *args, **kw):
    """Call *func*, whose errors are such exceptions already."""
    return func(*args, **kw)
