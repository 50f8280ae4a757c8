"""Says so where something else stands in the place of the interpreter's own asyncio.

The distribution "asyncio" on the package index is that of Python 3.3, which some requirements still
name; and a file asyncio.py beside a program hides the library from everybody.
"""

import os
from importlib.util import find_spec

__all__ = ()


def _impostor():
    """Return the path of what would be imported as asyncio and is not the library's, or None."""
    spec = find_spec("asyncio")
    library = getattr(os, "__file__", None)
    if spec is None or not spec.origin or library is None or not os.path.isfile(spec.origin):
        # Frozen, or in an archive.
        return None
    folder = os.path.join(os.path.dirname(os.path.realpath(library)), "asyncio")
    if os.path.dirname(os.path.realpath(spec.origin)) == folder:
        return None
    return spec.origin


def _check():
    path = _impostor()
    if path is None:
        return
    remedy = "rename it"
    if os.path.basename(path) == "__init__.py":
        remedy = "pip uninstall asyncio"
    raise ImportError(
        "legacyco needs the asyncio of the standard library, and {!r} is in front of it: {}".format(
            path, remedy
        )
    )


_check()
